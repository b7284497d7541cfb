"""Calculations about money that know nothing about Django. Amounts are kronor: income +, cost −."""
