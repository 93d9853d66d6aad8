// Improves pages that work without it: confirm an act that is hard to undo, copy a text, tick all rows, print,
// and bring the list of errors into view. Nothing here is needed to use the program.
document.addEventListener('submit', event => {
  const question = (event.submitter?.dataset.confirm) ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text.value ?? text.innerText);
    button.textContent = 'Đã sao chép';
  } catch {
    // Without the permission the text is selected, and the person copies it by hand.
    window.getSelection().selectAllChildren(text);
    button.textContent = 'Đã chọn, nhấn Ctrl + C';
  }
  setTimeout(() => { button.textContent = before; }, 3000);
});

document.addEventListener('change', event => {
  const all = event.target.closest('[data-check-all]');
  if (!all) return;
  for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(all.dataset.checkAll)}"]:not(:disabled)`)) box.checked = all.checked;
});

// The button that prints is shown only where a script can press it; without one the browser's own print does the same.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// Single keys, for who works with the keyboard all day. The person can switch them off (WCAG 2.2, 2.1.4): then the page names none.
// In a field, and with Ctrl, Alt or Cmd held, a key is only itself.
const keys = document.body.dataset.keys;
if (keys) {
  const pages = Object.fromEntries(keys.split(' ').filter(Boolean).map(x => [x[0], x.slice(2)]));
  let going = 0;
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.('input, textarea, select, [contenteditable]')) return;
    const key = event.key.toLowerCase();
    const second = Date.now() - going < 1500;
    going = 0;
    if (second && pages[key]) {
      event.preventDefault();
      location.assign(pages[key]);
    } else if (key === 'g') {
      going = Date.now();
    } else if (key === '/') {
      event.preventDefault();
      document.getElementById('tim')?.focus();
    } else if (key === '?') {
      event.preventDefault();
      location.assign('/phim-tat');
    } else if (key === 'j' || key === 'k') {
      const rows = [...document.querySelectorAll('main .work .what > a, main .list > li > a')];
      const at = rows.indexOf(document.activeElement);
      rows[key === 'j' ? at + 1 : at - 1]?.focus();
    } else if (key === 'o' && document.activeElement.matches('main .work .what > a, main .list > li > a')) {
      document.activeElement.click();
    }
  });
}

document.getElementById('loi')?.focus();

// Files that are sent one by one over a poor connection: what broke off is sent again when the network is back. Without a
// script the same form sends them all at once; what arrived twice counts once.
for (const form of document.querySelectorAll('form[data-each-file]')) {
  const input = form.querySelector('input[type=file]');
  const [done, sending, failed, stay] = form.dataset.eachFile.split('|');
  const list = input.insertAdjacentElement('afterend', document.createElement('ul'));
  list.className = 'plain-list';
  list.setAttribute('aria-live', 'polite');
  const queue = [];
  let busy = false, refused = false;
  const send = async () => {
    if (busy) return;
    busy = true;
    while (queue.length > 0) {
      const [file, line] = queue[0];
      line.textContent = `${file.name}: ${sending}`;
      const body = new FormData(form);
      body.delete(input.name);
      body.append(input.name, file);
      let answer = null;
      try {
        answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
      } catch { /* no network: told below, and tried again */ }
      if (!answer || answer.status >= 500 || answer.status === 429) {
        line.textContent = `${file.name}: ${failed}. ${stay}`;
        await new Promise(again => {
          const later = setTimeout(again, 15000);
          addEventListener('online', () => { clearTimeout(later); again(); }, { once: true });
        });
        continue;
      }
      queue.shift();
      if (answer.type === 'opaqueredirect') {
        line.textContent = `${file.name}: ${done}`;
      } else {
        refused = true;
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        line.textContent = `${file.name}: ${page.querySelector('.err')?.textContent.trim() || failed}`;
      }
    }
    busy = false;
    if (!refused) location.reload();
  };
  form.addEventListener('submit', event => {
    if (input.files.length === 0) return;
    event.preventDefault();
    for (const file of input.files) {
      const line = list.appendChild(document.createElement('li'));
      line.textContent = file.name;
      queue.push([file, line]);
    }
    input.value = '';
    send();
  });
  addEventListener('beforeunload', event => { if (queue.length > 0) event.preventDefault(); });
}
