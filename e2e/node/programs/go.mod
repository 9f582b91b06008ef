module cgrant.io/e2e/node

go 1.26.0
