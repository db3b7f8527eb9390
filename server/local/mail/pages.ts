// The pages on which sent mail is read. Everything from a message is escaped; its HTML is shown in a frame that runs no
// script and loads nothing from the network.
import type { Message, Summary } from './inbox.ts';

/** For every page; the frame inherits it. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'none'; base-uri 'none'";

const STYLE = `
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
  h1 { font-size: 1.25rem; } a { color: inherit; }
  table { border-collapse: collapse; inline-size: 100%; }
  td, th { border-block-end: 1px solid color-mix(in srgb, currentcolor 20%, transparent); padding: .4rem .5rem; text-align: start; vertical-align: top; }
  td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { opacity: .7; } dd { margin: 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  iframe { inline-size: 100%; block-size: 30rem; border: 1px solid color-mix(in srgb, currentcolor 20%, transparent); background: #fff; }`;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark);

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

export function listPage(messages: readonly Summary[]): string {
  const rows = messages.map(
    (message) => `<tr><td>${moment(message.receivedAt)}</td><td>${escapeHtml(message.to.join(', '))}</td>
<td><a href="/mail/${encodeURIComponent(message.id)}">${escapeHtml(message.subject || '(no subject)')}</a></td></tr>`,
  );
  const table = `<table><thead><tr><th>Received (UTC)</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  const empty = '<p>No mail yet. What SeqDB Console sends appears here and goes nowhere else.</p>';
  return page('Mail', `<h1>Mail</h1>${rows.length > 0 ? table : empty}`);
}

export function messagePage(message: Message): string {
  const facts = {
    From: message.from,
    To: message.to.join(', '),
    'Received (UTC)': moment(message.receivedAt),
  };
  const list = Object.entries(facts).map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`);
  const files = message.attachments.map(
    (file) => `<li>${escapeHtml(file.filename ?? file.mimeType)} (${file.size} bytes)</li>`,
  );
  const id = encodeURIComponent(message.id);
  return page(
    message.subject,
    `<p><a href="/">All mail</a> · <a href="/messages/${id}/source">Source</a></p><h1>${escapeHtml(message.subject)}</h1>
<dl>${list.join('')}</dl>${files.length > 0 ? `<ul>${files.join('')}</ul>` : ''}
<pre>${escapeHtml(message.text)}</pre>${message.html === null ? '' : htmlFrame(message.html)}`,
  );
}

/** Links may open a new tab, nothing else is allowed. */
function htmlFrame(html: string): string {
  const content = `<base target="_blank">${html}`;
  const sandbox = 'allow-popups allow-popups-to-escape-sandbox';
  return `<h2>HTML</h2><iframe title="HTML body" sandbox="${sandbox}" srcdoc="${escapeHtml(content)}"></iframe>`;
}

const moment = (iso: string): string => escapeHtml(iso.replace('T', ' ').slice(0, 19));
