# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# Of samples as ./records takes them: the median of the rounds' ratios, CPU time per request, and whether the bar is met.
# The worse of the two cases counts, and limits are those of Bar.java.
BEGIN { FS = "\t"; most = 1.15; least = 0.97 }
$1 == "load" && ($6 > 0 || $5 == 0) { printf "%s, %s: %d requests failed\n", $2, $3, $6; failed = 1 }
$1 == "load" && $5 > 0 { cpu[$2, $3, $4] = $7 / $5; rounds = $4 > rounds ? $4 : rounds }
function middle(values, n,   i, j, t) {
  for (i = 2; i <= n; i++) for (j = i; j > 1 && values[j - 1] > values[j]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
  return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}
END {
  if (failed || !rounds) exit 3
  printf "%-20s %9s %9s %9s\n", "CPU µs per request", "recorded", "silent", "ratio"
  split("granted refused", names, " ")
  for (c = 1; c <= 2; c++) {
    for (r = 1; r <= rounds; r++) {
      on[r] = cpu["recorded", names[c], r]; off[r] = cpu["silent", names[c], r]
      if (!off[r]) exit 3
      ratio[r] = on[r] / off[r]
    }
    median = middle(ratio, rounds)
    worst = median > worst ? median : worst
    printf "%-20s %9.1f %9.1f %9.2f\n", names[c], middle(on, rounds), middle(off, rounds), median
  }
  word = worst > most ? "missed" : worst < least ? "disturbed" : "met"
  printf "%s: %.2f, and the bar is %.2f\n", word, worst, most
  exit word != "met"
}
