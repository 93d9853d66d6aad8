// Hangfire's page script tells times in the language of the page, but brings no Vietnamese: this gives it one.
if (window.moment) {
  const page = moment.locale();
  moment.defineLocale('vi', {
    months: 'tháng 1_tháng 2_tháng 3_tháng 4_tháng 5_tháng 6_tháng 7_tháng 8_tháng 9_tháng 10_tháng 11_tháng 12'.split('_'),
    monthsShort: 'T1_T2_T3_T4_T5_T6_T7_T8_T9_T10_T11_T12'.split('_'),
    weekdays: 'Chủ nhật_thứ Hai_thứ Ba_thứ Tư_thứ Năm_thứ Sáu_thứ Bảy'.split('_'),
    weekdaysShort: 'CN_T2_T3_T4_T5_T6_T7'.split('_'),
    weekdaysMin: 'CN_T2_T3_T4_T5_T6_T7'.split('_'),
    longDateFormat: { LT: 'HH:mm', LTS: 'HH:mm:ss', L: 'DD/MM/YYYY', LL: 'DD/MM/YYYY', LLL: 'HH:mm [ngày] DD/MM/YYYY', LLLL: 'HH:mm [ngày] DD/MM/YYYY' },
    relativeTime: {
      future: '%s nữa', past: '%s trước', s: 'vài giây', ss: '%d giây', m: '1 phút', mm: '%d phút', h: '1 giờ', hh: '%d giờ',
      d: '1 ngày', dd: '%d ngày', M: '1 tháng', MM: '%d tháng', y: '1 năm', yy: '%d năm',
    },
    week: { dow: 1, doy: 4 },
  });
  // The office's time wherever the browser stands: Hà Nội is seven hours before UTC the whole year.
  const format = moment.fn.format;
  moment.fn.format = function (pattern) { return format.call(this.clone().utcOffset(420), pattern); };
  moment.locale(document.documentElement.lang === 'vi' ? 'vi' : page);
}

// Names of states and the reasons of Hangfire itself are stored with each run and written as they are, the words of the
// button that opens a job's details stand in Hangfire's script: neither asks the resources, so they are translated here.
// Left in English: what an exception said and the names of a run's parameters, which are data, and the notice that the
// figures could not be refreshed, which is put together from the server's answer.
const words = {
  Created: 'Đã lập', Enqueued: 'Trong hàng chạy', Scheduled: 'Đã hẹn giờ', Awaiting: 'Chờ lần chạy trước', Processing: 'Đang chạy',
  Succeeded: 'Đã xong', Failed: 'Chạy hỏng', Deleted: 'Đã xóa',
  'Triggered by recurring job scheduler': 'Theo lịch chạy',
  'Triggered using recurring job manager': 'Quản trị cho chạy ngay',
  'Triggered via Dashboard UI': 'Quản trị thao tác tại trang này',
  'An exception occurred during processing of a background job.': 'Có lỗi trong khi chạy.',
  'More details...': 'Xem chi tiết…', 'Fewer details...': 'Thu gọn…',
};
const translate = element => {
  for (const node of element.childNodes)
    if (node.nodeType === Node.TEXT_NODE && words[node.textContent.trim()]) node.textContent = words[node.textContent.trim()];
};
document.querySelectorAll('.state-card-title, .state-card-text, .label').forEach(translate);
for (const button of document.querySelectorAll('.expander'))
  new MutationObserver(() => translate(button)).observe(button, { childList: true });
