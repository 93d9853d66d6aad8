using BacSon.Kernel.Calendar;
using static BacSon.Rules.Tests.Calendar.Make;

namespace BacSon.Rules.Tests.Calendar;

public class ExplanationTests
{
    private static readonly Term FifteenWorkingDays = new(15, TermUnit.WorkingDay);

    private static string Text(Deadline d) => string.Join(" ", d.Sentences);

    [Fact]
    public void A_count_of_working_days_is_told_in_the_offices_words()
    {
        var d = LegalClock.Explain(Shipped, D("2026-11-06"), FifteenWorkingDays, startName: "ngày nhận");
        Assert.Equal("Ngày nhận 06/11/2026 không tính. Đếm 15 ngày làm việc từ 09/11/2026, bỏ các thứ Bảy, Chủ nhật và ngày 24/11/2026 (Ngày Văn hóa Việt Nam); ngày cuối là 30/11/2026, thứ Hai.", Text(d));
        Assert.Equal((D("2026-11-30"), (DateOnly?)D("2026-11-30")), (d.Nominal, d.Due));
        Assert.False(d.RestsOnExpectedDays);
        Assert.False(d.RestsOnRecalledDays);
    }

    [Fact]
    public void Without_a_name_the_day_of_the_event_is_called_neutrally() =>
        Assert.StartsWith("Ngày bắt đầu 06/11/2026 không tính.", Text(LegalClock.Explain(Shipped, D("2026-11-06"), FifteenWorkingDays)), StringComparison.Ordinal);

    [Fact]
    public void A_recalled_swap_is_named_and_the_date_without_it_is_given_when_it_stays()
    {
        var d = LegalClock.Explain(Shipped, D("2026-08-14"), FifteenWorkingDays);
        Assert.True(d.RestsOnRecalledDays);
        Assert.Contains("Thứ Bảy 22/08/2026 là ngày làm bù cho ngày 31/08/2026 nên được tính là ngày làm việc.", d.Sentences);
        Assert.Contains("Ngày 22/08/2026 (làm bù cho ngày 31/08/2026) và ngày 31/08/2026 (nghỉ hoán đổi, làm bù ngày 22/08/2026) là thông tin nhớ lại, chờ kiểm tra. Nếu không được xác nhận thì thời hạn vẫn là 08/09/2026, thứ Ba.", d.Sentences);
    }

    [Fact]
    public void A_recalled_swap_is_named_and_the_date_without_it_is_given_when_it_moves()
    {
        var d = LegalClock.Explain(Shipped, D("2026-08-24"), FifteenWorkingDays);
        Assert.Equal(D("2026-09-17"), d.Due);
        Assert.Equal("Ngày 31/08/2026 (nghỉ hoán đổi, làm bù ngày 22/08/2026) là thông tin nhớ lại, chờ kiểm tra. Nếu không được xác nhận thì thời hạn là 16/09/2026, thứ Tư.", d.Sentences[^1]);
    }

    [Fact]
    public void Expected_days_are_named_as_such_and_fixed_ones_are_not()
    {
        var d = LegalClock.Explain(Shipped, D("2027-01-29"), new(10, TermUnit.WorkingDay));
        Assert.True(d.RestsOnExpectedDays);
        Assert.Equal("Các ngày từ 04/02/2027 đến 05/02/2027 (Tết Âm lịch), ngày 09/02/2027 (nghỉ bù Tết trùng thứ Bảy) và ngày 10/02/2027 (nghỉ bù Tết trùng Chủ nhật) mới là dự kiến, chờ thông báo chính thức; thời hạn có thể thay đổi.", d.Sentences[^1]);
        Assert.Equal("Tết Âm lịch, dự kiến", d.Days.Single(x => x.Date == D("2027-02-04")).Label);
        Assert.Equal("Tết Âm lịch", d.Days.Single(x => x.Date == D("2027-02-08")).Label);
    }

    [Fact]
    public void A_calendar_term_rests_on_uncertain_days_only_where_it_ends()
    {
        Assert.False(LegalClock.Explain(Shipped, D("2027-01-29"), new(30, TermUnit.CalendarDay)).RestsOnExpectedDays);
        Assert.True(LegalClock.Explain(Shipped, D("2027-01-29"), new(7, TermUnit.CalendarDay)).RestsOnExpectedDays); // ends on 05/02
        Assert.False(LegalClock.Explain(Shipped, D("2026-08-12"), new(30, TermUnit.CalendarDay)).RestsOnRecalledDays);
        Assert.True(LegalClock.Explain(Shipped, D("2026-08-12"), new(10, TermUnit.CalendarDay)).RestsOnRecalledDays); // ends on 22/08
    }

    [Fact]
    public void An_uncertain_day_of_the_event_is_told_even_within_a_pause()
    {
        var calendar = new WorkingCalendar([Day(D("2024-11-04"), DayKind.Holiday, DayStatus.Recalled)], [2024]);
        var d = LegalClock.Explain(calendar, D("2024-11-04"), new(0, TermUnit.CalendarDay), [Paused("2024-11-01", "2024-11-21")]);
        Assert.Equal(D("2024-11-22"), d.Due);
        Assert.EndsWith("Nếu không được xác nhận thì thời hạn là 04/11/2024, thứ Hai.", d.Sentences[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_uncertain_day_at_the_end_of_a_count_back_is_told()
    {
        var d = LegalClock.Explain(Shipped, D("2026-08-22"), new(0, TermUnit.WorkingDay, TermKind.AtLeastBefore));
        Assert.Equal(D("2026-08-22"), d.Due);
        Assert.EndsWith("Nếu không được xác nhận thì thời hạn là 21/08/2026, thứ Sáu.", d.Sentences[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_roll_is_told_with_its_article() =>
        Assert.Equal(
            [
                "Ngày bắt đầu 06/11/2026 không tính.",
                "Đếm 30 ngày từ 07/11/2026, kể cả ngày nghỉ; ngày cuối là 06/12/2026, Chủ nhật.",
                "Ngày 06/12/2026 là ngày nghỉ (Chủ nhật) nên thời hạn kết thúc vào ngày làm việc tiếp theo là 07/12/2026, thứ Hai (khoản 5 Điều 148 Bộ luật Dân sự 2015).",
            ],
            LegalClock.Explain(Shipped, D("2026-11-06"), new(30, TermUnit.CalendarDay)).Sentences);

    [Fact]
    public void A_month_that_lacks_the_date_is_told() =>
        Assert.Equal("Thời hạn 1 năm đếm từ 01/03/2024; ngày cuối là 28/02/2025, thứ Sáu (tháng 02/2025 không có ngày 29, lấy ngày cuối tháng).",
            LegalClock.Explain(Shipped, D("2024-02-29"), new(1, TermUnit.Year)).Sentences[1]);

    [Fact]
    public void A_notice_that_moves_earlier_says_why() =>
        Assert.Equal(
            [
                "Ngày tiếp công dân 29/11/2026 không tính.",
                "Đếm ngược 7 ngày từ 28/11/2026, kể cả ngày nghỉ: đến ngày 22/11/2026, Chủ nhật.",
                "Ngày 22/11/2026 là ngày nghỉ (Chủ nhật) nên chậm nhất là ngày làm việc liền trước, 20/11/2026, thứ Sáu, để đủ thời gian báo trước.",
            ],
            LegalClock.Explain(Shipped, D("2026-11-29"), new(-7, TermUnit.CalendarDay, TermKind.AtLeastBefore), startName: "ngày tiếp công dân").Sentences);

    [Theory]
    [InlineData(TermKind.Immediately, TermUnit.WorkingDay, "Ngày 22/11/2026 là ngày nghỉ (Chủ nhật) nên thực hiện vào ngày làm việc tiếp theo là 23/11/2026, thứ Hai.")]
    [InlineData(TermKind.Immediately, TermUnit.CalendarDay, "Thực hiện ngay trong ngày 22/11/2026, Chủ nhật, kể cả ngày nghỉ.")]
    [InlineData(TermKind.FixedDate, TermUnit.CalendarDay, "Thời hạn được ấn định là ngày 22/11/2026, Chủ nhật.")]
    [InlineData(TermKind.AtLeastBefore, TermUnit.WorkingDay, "Chậm nhất là ngày 22/11/2026, Chủ nhật. Ngày 22/11/2026 là ngày nghỉ (Chủ nhật) nên chậm nhất là ngày làm việc liền trước, 20/11/2026, thứ Sáu, để đủ thời gian báo trước.")]
    public void A_term_of_no_length_is_told_in_one_breath(TermKind kind, TermUnit unit, string text) =>
        Assert.Equal(text, Text(LegalClock.Explain(Shipped, D("2026-11-22"), new(0, unit, kind))));

    [Fact]
    public void A_year_without_a_calendar_is_told()
    {
        Assert.Equal("Lịch làm việc năm 2029 chưa có, tạm tính thứ Hai đến thứ Sáu.",
            LegalClock.Explain(Shipped, D("2029-03-01"), new(5, TermUnit.WorkingDay)).Sentences[^1]);
        Assert.Equal("Lịch làm việc năm 2028 chưa có, tạm tính thứ Hai đến thứ Sáu.",
            LegalClock.Explain(Shipped, D("2027-03-01"), new(1, TermUnit.Year)).Sentences[^1]);
        Assert.Equal("Lịch làm việc các năm từ 2028 đến 2029 chưa có, tạm tính thứ Hai đến thứ Sáu.",
            LegalClock.Explain(Shipped, D("2028-12-25"), new(10, TermUnit.WorkingDay)).Sentences[^1]);
        Assert.DoesNotContain("chưa có", Text(LegalClock.Explain(Shipped, D("2027-11-01"), new(20, TermUnit.WorkingDay))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_and_an_extension_are_told_in_the_order_they_count()
    {
        var d = LegalClock.Explain(Shipped, D("2026-11-06"), FifteenWorkingDays, [Paused("2026-11-10", "2026-11-13")], [Extended(15, TermUnit.CalendarDay)]);
        Assert.Equal(D("2026-12-18"), d.Due);
        Assert.Equal(
            [
                "Ngày bắt đầu 06/11/2026 không tính.",
                "Đếm 15 ngày làm việc từ 09/11/2026, bỏ các thứ Bảy, Chủ nhật và ngày 24/11/2026 (Ngày Văn hóa Việt Nam); ngày cuối là 03/12/2026, thứ Năm.",
                "Từ ngày 11/11/2026 đến hết ngày 13/11/2026 tạm dừng tính thời hạn (chờ công dân bổ sung hồ sơ).",
                "Gia hạn thêm 15 ngày (hồ sơ phức tạp), đếm tiếp từ 04/12/2026, kể cả ngày nghỉ; ngày cuối là 18/12/2026, thứ Sáu.",
            ],
            d.Sentences);
        Assert.Equal([D("2026-11-11"), D("2026-11-12"), D("2026-11-13")], d.Days.Where(x => x.InPause).Select(x => x.Date));
        Assert.Equal("gia hạn, ngày 15, hạn", d.Days[^1].Label);
    }

    [Fact]
    public void A_stopped_clock_tells_what_was_counted_and_shows_the_days_up_to_today()
    {
        var d = LegalClock.Explain(Shipped, D("2026-11-06"), FifteenWorkingDays, [Paused("2026-11-10", null)], today: D("2026-11-20"));
        Assert.Null(d.Due);
        Assert.Equal(D("2026-11-30"), d.Nominal);
        Assert.Equal("Từ ngày 11/11/2026 tạm dừng tính thời hạn (chờ công dân bổ sung hồ sơ), đến hết ngày 10/11/2026 đã tính 2 trong 15 ngày làm việc; thời hạn mới được xác định khi tính tiếp.", d.Sentences[^1]);
        Assert.Equal((D("2026-11-06"), D("2026-11-20")), (d.Days[0].Date, d.Days[^1].Date));
        Assert.DoesNotContain(d.Days, x => x.IsDue);
        Assert.Equal("tạm dừng, hôm nay", d.Days[^1].Label);
    }

    [Theory]
    [InlineData("2026-08-14", "ngày nhận, không tính", null)]
    [InlineData("2026-08-15", "nghỉ", null)]
    [InlineData("2026-08-17", "ngày 1", 1)]
    [InlineData("2026-08-22", "ngày 6, làm bù", 6)]
    [InlineData("2026-08-26", "ngày 9, hôm nay", 9)]
    [InlineData("2026-08-31", "nghỉ hoán đổi", null)]
    [InlineData("2026-09-01", "Quốc khánh", null)]
    [InlineData("2026-09-08", "ngày 15, hạn", 15)]
    public void The_cells_of_the_calendar_say_what_each_day_is(string date, string label, int? ordinal)
    {
        var d = LegalClock.Explain(Shipped, D("2026-08-14"), FifteenWorkingDays, today: D("2026-08-26"), startName: "ngày nhận");
        var cell = d.Days.Single(x => x.Date == D(date));
        Assert.Equal((label, ordinal), (cell.Label, cell.Ordinal));
        Assert.Equal(date == "2026-08-14", cell.IsStart);
        Assert.Equal(date == "2026-09-08", cell.IsDue);
    }

    [Fact]
    public void A_notices_cells_run_from_its_due_date_to_the_event()
    {
        var d = LegalClock.Explain(Shipped, D("2026-11-25"), new(5, TermUnit.WorkingDay, TermKind.AtLeastBefore));
        Assert.Equal(["trước 5 ngày, hạn", "trước 4 ngày", "trước 3 ngày", "trước 2 ngày", "nghỉ", "nghỉ", "trước 1 ngày", "Ngày Văn hóa Việt Nam", "ngày làm mốc, không tính"],
            d.Days.Select(x => x.Label));
    }

    [Fact]
    public void A_long_term_shows_its_first_400_days_and_says_so()
    {
        var d = LegalClock.Explain(Shipped, D("2024-01-02"), new(2, TermUnit.Year));
        Assert.Equal(400, d.Days.Count);
        Assert.Equal("Bảng ngày chỉ hiện 400 ngày đầu.", d.Sentences[^1]);
        Assert.DoesNotContain("Bảng ngày", Text(LegalClock.Explain(Shipped, D("2024-01-02"), new(399, TermUnit.CalendarDay))), StringComparison.Ordinal);
    }

    [Fact]
    public void No_sentence_depends_on_the_machines_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            string Under(string culture)
            {
                System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
                return Text(LegalClock.Explain(Shipped, D("2026-08-31"), new(6, TermUnit.Month), [Paused("2026-09-10", "2026-09-11")], [Extended(15, TermUnit.WorkingDay)]));
            }
            Assert.Equal(Under("vi-VN"), Under("de-DE"));
            Assert.Equal(Under("vi-VN"), Under("ar-SA"));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
