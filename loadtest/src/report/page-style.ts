/** Plain, and the same on paper: dark ink on white, charts two in a row where there is room. */
export const pageStyle = `
:root { color-scheme: light; --ink: #16212b; --soft: #5a6b78; --rule: #d5dde3; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 20px 48px; max-width: 1120px; color: var(--ink); background: #fff;
  font: 16px/1.55 system-ui, "Noto Sans JP", sans-serif; }
.product { margin: 0; color: var(--soft); }
h1 { margin: 4px 0 12px; font-size: 30px; }
h2 { margin: 36px 0 10px; font-size: 20px; }
h3 { margin: 20px 0 6px; font-size: 16px; }
.verdict { margin: 0; padding: 14px 18px; border-left: 6px solid; border-radius: 4px; font-size: 18px; }
.verdict.ok { border-color: #0b7a53; background: #e9f6f0; }
.verdict.not-ok { border-color: #b3261e; background: #fcebea; }
.warning { padding: 12px 18px; border-left: 6px solid #a15c00; background: #fff4e2; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
th { width: 38%; font-weight: 500; color: var(--soft); }
td { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
small { display: block; color: var(--soft); }
.problems { color: #b3261e; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 8px 32px; }
.charts h2 { grid-column: 1 / -1; margin-bottom: 0; }
figure { margin: 12px 0; break-inside: avoid; }
figcaption { font-weight: 600; }
figcaption span { font-weight: 400; color: var(--soft); }
.chart { display: block; width: 100%; height: auto; }
.grid { stroke: var(--rule); stroke-width: 1; }
.tick { font-size: 12px; fill: var(--soft); }
.shade { fill: #f6d9a8; opacity: 0.6; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line-0 { stroke: #0b62a8; } .line-1 { stroke: #b3471a; } .line-2 { stroke: #0b7a53; }
.line-3 { stroke: #7a3ea1; } .line-4 { stroke: #5a6b78; } .line-5 { stroke: #a0145e; } .line-6 { stroke: #8a6d00; } .line-7 { stroke: #000; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 2px 0 0; padding: 0; list-style: none; font-size: 14px; }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  .charts { grid-template-columns: 1fr 1fr; }
  h2 { break-after: avoid; }
  .verdict, .warning, .shade { print-color-adjust: exact; }
}
`
