/** Owns the style and the script of the status page. Both are part of the page: it fetches nothing. */

/** Follows the colours that the reader's system asks for; tables become cards on a narrow screen. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--text:#1b2430;--soft:#5d6b7d;--line:#dfe4ea;--accent:#2f6fed;
--good:#18794e;--good-bg:#ddf3e4;--rest:#5d6b7d;--rest-bg:#e9edf2;--wait:#8a5a00;--wait-bg:#fdf0cf;--bad:#b3261e;--bad-bg:#fce4e2}
@media (prefers-color-scheme:dark){:root{--ground:#11151b;--card:#1a2029;--text:#e6ebf2;--soft:#97a5b8;--line:#2c3542;--accent:#7ba7ff;
--good:#7fdca8;--good-bg:#153a28;--rest:#b4c0cf;--rest-bg:#2a333f;--wait:#f2c66d;--wait-bg:#40320f;--bad:#ff9d95;--bad-bg:#471d1a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,sans-serif}
header,main,footer{max-width:64rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
h1{font-size:1.35rem;margin:0}
h2{font-size:1.1rem;margin:0;overflow-wrap:anywhere}
p{margin:.35rem 0}
.soft,footer{color:var(--soft);font-size:.87rem;overflow-wrap:anywhere}
.counts{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0}
.card,.alert{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:0 0 1rem}
.alert{background:var(--bad-bg);color:var(--bad);border-color:var(--bad)}
.failed{border-left:4px solid var(--bad)}
.top{display:flex;flex-wrap:wrap;gap:.6rem 1rem;justify-content:space-between;align-items:flex-start}
.title{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem .6rem}
.state{display:inline-block;border-radius:1rem;padding:.05rem .6rem;font-size:.78rem;font-weight:600;letter-spacing:.02em;white-space:nowrap}
.good{color:var(--good);background:var(--good-bg)}.rest{color:var(--rest);background:var(--rest-bg)}
.wait{color:var(--wait);background:var(--wait-bg)}.bad{color:var(--bad);background:var(--bad-bg)}
form{display:flex;flex-wrap:wrap;gap:.4rem;margin:0}
button{font:inherit;font-size:.87rem;padding:.3rem .8rem;border:1px solid var(--line);border-radius:.4rem;background:var(--card);color:var(--text);cursor:pointer}
button:hover{border-color:var(--accent);color:var(--accent)}
button:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{width:100%;table-layout:fixed;border-collapse:collapse;margin-top:.8rem;font-variant-numeric:tabular-nums}
th{font-size:.78rem;font-weight:600;color:var(--soft);text-align:right;padding:.3rem .5rem;border-bottom:1px solid var(--line)}
td{text-align:right;padding:.4rem .5rem;border-bottom:1px solid var(--line)}
th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}
th:first-child{width:4rem}th:nth-child(2){width:10rem}
tr:last-child td{border-bottom:0}
td form{justify-content:flex-end}
.empty{text-align:center;padding:2.5rem 1rem}
details{margin-top:.8rem}
summary{cursor:pointer;color:var(--bad);overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0 0;padding:.8rem;max-height:22rem;overflow:auto;background:var(--ground);border:1px solid var(--line);border-radius:.4rem;font-size:.8rem;line-height:1.45}
footer{padding-bottom:2rem}a{color:var(--accent)}
@media (max-width:40rem){thead{display:none}table,tbody,tr,td{display:block}tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
tr:last-child{border-bottom:0}td{display:flex;justify-content:space-between;border:0;padding:.2rem 0;text-align:right}
td::before{content:attr(data-name);color:var(--soft);font-size:.87rem}button{padding:.5rem 1rem}}
`;

/** Reads the page again every two seconds while it is looked at. What is unfolded and in focus stays so. */
export const SCRIPT = `
const keyOf = (element) => element && element.closest('[data-key]')?.dataset.key;
async function refresh() {
  if (document.hidden) return;
  const response = await fetch('./', { headers: { accept: 'text/html,*/*;q=0.1' } });
  if (!response.ok) throw new Error(response.statusText);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const folded = new Set([...document.querySelectorAll('details:not([open])')].map(keyOf));
  const focus = keyOf(document.activeElement);
  const scrolls = new Map([...document.querySelectorAll('pre')].map((text) => [keyOf(text), text.scrollTop]));
  for (const details of page.querySelectorAll('details')) if (folded.has(keyOf(details))) details.open = false;
  document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
  for (const text of document.querySelectorAll('pre')) text.scrollTop = scrolls.get(keyOf(text)) ?? 0;
  for (const element of document.querySelectorAll('[data-key]')) {
    if (focus !== undefined && element.dataset.key === focus) (element.querySelector('summary') ?? element).focus();
  }
  document.title = page.title;
}
async function again() {
  const note = document.getElementById('freshness');
  try {
    await refresh();
    note.textContent = 'The page keeps itself up to date.';
  } catch {
    note.textContent = 'The worker does not answer: what is shown may be old.';
  }
  setTimeout(again, 2000);
}
setTimeout(again, 2000);
`;
