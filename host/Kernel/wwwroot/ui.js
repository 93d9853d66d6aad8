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

document.getElementById('loi')?.focus();
