using System.Globalization;
using System.Text;
using BacSon.Kernel.Ui;

namespace BacSon.Rules.Tests.Ui;

public sealed class FormattingTests
{
    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-12-02", "02/12/2026 (thứ Tư)", "ngày 02 tháng 12 năm 2026", "T4")]
    [InlineData("2026-02-05", "05/02/2026 (thứ Năm)", "ngày 05 tháng 02 năm 2026", "T5")]
    [InlineData("2026-03-20", "20/03/2026 (thứ Sáu)", "ngày 20 tháng 3 năm 2026", "T6")]
    [InlineData("2026-09-06", "06/09/2026 (Chủ nhật)", "ngày 06 tháng 9 năm 2026", "CN")]
    [InlineData("2027-01-04", "04/01/2027 (thứ Hai)", "ngày 04 tháng 01 năm 2027", "T2")]
    [InlineData("2026-08-22", "22/08/2026 (thứ Bảy)", "ngày 22 tháng 8 năm 2026", "T7")]
    public void A_date_has_its_weekday_and_in_papers_a_zero_before_days_below_ten_and_the_months_one_and_two(string iso, string screen, string paper, string head)
    {
        Assert.Equal(screen, Vi.DateWithDay(Day(iso)));
        Assert.Equal(paper, Vi.LongDate(Day(iso)));
        Assert.Equal(head, Vi.ShortWeekday(Day(iso)));
    }

    [Fact]
    public void Formatting_does_not_follow_the_culture_of_the_thread()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var name in new[] { "en-US", "ar-SA", "th-TH", "vi-VN" })
            {
                CultureInfo.CurrentCulture = new CultureInfo(name);
                Assert.Equal("02/12/2026", Vi.Date(Day("2026-12-02")));
                Assert.Equal("ngày 02 tháng 12 năm 2026", Vi.LongDate(Day("2026-12-02")));
                Assert.Equal("−1.234.567", Vi.Number(-1_234_567));
                Assert.Equal("97,5%", Vi.Percent(0.975));
                Assert.True(Typed.TryDate("2/12/2026", out var date));
                Assert.Equal(Day("2026-12-02"), date);
                Assert.True(Typed.TryDecimal("1.250,75", out var number));
                Assert.Equal(1250.75, number);
            }
        }
        finally { CultureInfo.CurrentCulture = before; }
    }

    [Theory]
    [InlineData(3, "còn 3 ngày làm việc")]
    [InlineData(0, "đến hạn hôm nay")]
    [InlineData(-3, "Quá hạn 3 ngày làm việc")]
    public void Days_left_are_said_with_their_unit_and_never_as_zero(int left, string words) => Assert.Equal(words, Vi.Remaining(left));

    [Fact]
    public void On_a_day_off_what_was_due_before_it_is_late_and_what_is_due_in_it_is_not_due_today()
    {
        Assert.Equal("Quá hạn, chưa qua ngày làm việc nào", Vi.Remaining(Day("2026-11-27"), Day("2026-11-28"), 0));
        Assert.Equal("đến hạn trong những ngày nghỉ này", Vi.Remaining(Day("2026-11-29"), Day("2026-11-28"), 0));
        Assert.Equal("02/12/2026 (thứ Tư, còn 5 ngày làm việc)", Vi.DueDate(Day("2026-12-02"), Day("2026-11-25"), 5));
        Assert.Equal("19/11/2026 (thứ Năm, quá hạn 3 ngày làm việc)", Vi.DueDate(Day("2026-11-19"), Day("2026-11-25"), -3));
    }

    [Theory]
    [InlineData("2026-11-25", "Tuần 48 (23/11 - 27/11/2026)")]
    [InlineData("2026-11-29", "Tuần 48 (23/11 - 27/11/2026)")]
    [InlineData("2026-12-30", "Tuần 53 (28/12/2026 - 01/01/2027)")]
    public void A_week_runs_from_its_monday_to_its_friday(string iso, string label) => Assert.Equal(label, Vi.Week(Day(iso)));

    [Theory]
    [InlineData("2026-01-01", "quý I/2026")]
    [InlineData("2026-09-30", "quý III/2026")]
    [InlineData("2026-10-01", "quý IV/2026")]
    public void Quarters_are_roman(string iso, string label) => Assert.Equal(label, Vi.Quarter(Day(iso)));

    [Fact]
    public void Numbers_have_dots_money_has_its_unit_and_a_missing_figure_is_never_zero()
    {
        Assert.Equal("0", Vi.Number(0));
        Assert.Equal("999", Vi.Number(999));
        Assert.Equal("1.000", Vi.Number(1000));
        Assert.Equal("−3", Vi.Number(-3));
        Assert.Equal("−9.223.372.036.854.775.808", Vi.Number(long.MinValue));
        Assert.Equal("486.000.000 đồng", Vi.Money(486_000_000));
        Assert.Equal("486 triệu đồng", Vi.ShortMoney(486_000_000));
        Assert.Equal("3,24 tỷ đồng", Vi.ShortMoney(3_240_000_000));
        Assert.Equal("1 tỷ đồng", Vi.ShortMoney(999_999_999));
        Assert.Equal("4,6", Vi.Decimal(4.6));
        Assert.Equal("1.250", Vi.Decimal(1250));
        Assert.Equal("Chưa có số liệu", Vi.Number(null));
        Assert.Equal("Chưa có số liệu", Vi.Percent(null));
        Assert.Equal("Chưa có số liệu", Vi.Percent(double.NaN));
    }

    [Theory]
    [InlineData(1.0, "100%")]
    [InlineData(0.0, "0%")]
    [InlineData(0.914, "91,4%")]
    [InlineData(0.85, "85,0%")]
    [InlineData(0.99999, "99,9%")]
    public void What_is_not_whole_is_never_rounded_up_to_a_hundred_percent(double ratio, string text) => Assert.Equal(text, Vi.Percent(ratio));

    [Fact]
    public void Lists_end_with_and_labels_become_small_inside_a_sentence_but_abbreviations_stay()
    {
        Assert.Equal("", Vi.Join([]));
        Assert.Equal("a", Vi.Join(["a"]));
        Assert.Equal("a, b và c", Vi.Join(["a", "b", "c"]));
        Assert.Equal("đơn vị chủ trì", Vi.LowerFirst("Đơn vị chủ trì"));
        Assert.Equal("UBND xã", Vi.LowerFirst("UBND xã"));
        Assert.Equal("ỦY BAN NHÂN DÂN XÃ BẮC SƠN", Vi.Capitals("Ủy ban nhân dân xã Bắc Sơn"));
    }

    [Fact]
    public void Stored_text_is_composed_trimmed_and_free_of_what_cannot_be_seen()
    {
        Assert.Equal("Hộ nghèo", Vi.Normalize("\u00a0 Hộ   nghèo\t".Normalize(NormalizationForm.FormD)));
        Assert.Equal("mã 7K4M", Vi.Normalize("mã\u200b 7K\u202e4M\0\ufeff"));
        Assert.Equal("a b", Vi.Normalize("a\r\nb"));
        Assert.Equal("a\nb\n\nc", Vi.NormalizeLines("\r\n a \r\nb\n\n\n\n c\r\n"));
        Assert.Equal("\ufffd", Vi.Normalize("\ud800"));
    }

    [Theory]
    [InlineData("Hộ nghèo", "ho ngheo")]
    [InlineData("Đồng Tâm", "dong tam")]
    [InlineData("THỦ TỤC  hành chính", "thu tuc hanh chinh")]
    [InlineData("Ngô Đức Ước ưỡn", "ngo duc uoc uon")]
    public void Search_knows_no_marks_no_case_and_no_đ(string text, string folded)
    {
        Assert.Equal(folded, Vi.Fold(text));
        Assert.Equal(folded, Vi.Fold(text.Normalize(NormalizationForm.FormD)));
        Assert.Equal(folded, Vi.Fold(folded));
    }

    [Theory]
    [InlineData("hoà giải", "hòa giải")]
    [InlineData("uỷ quyền", "ủy quyền")]
    [InlineData("lí do", "lý do")]
    [InlineData("kĩ thuật", "Kỹ thuật")]
    public void Two_spellings_of_one_sound_are_one_when_searching(string one, string other) => Assert.Equal(Vi.Fold(one), Vi.Fold(other));

    [Fact]
    public void Folding_keeps_words_apart_that_only_look_alike()
    {
        Assert.NotEqual(Vi.Fold("tay"), Vi.Fold("tai"));
        Assert.NotEqual(Vi.Fold("thuý"), Vi.Fold("thúi"));
    }

    public static TheoryData<string[]> Lists => new()
    {
        { ["Ngô Đức Anh", "Hoàng Minh Đức", "Nguyễn Thị Hòa", "Trần Quốc Hùng"] },
        { ["Lê An", "Lê Ân", "Lê Bình", "Lê Dung", "Lê Đạt", "Lê Em"] },
        // One given name: by family name, then by the names between; the shorter comes first.
        { ["Lò Sơn", "Lò Văn Sơn", "Lý Sơn", "Nguyễn Hải Sơn", "Nguyễn Văn Sơn"] },
        // Tones: ngang, huyền, hỏi, ngã, sắc, nặng.
        { ["Lê Ma", "Lê Mà", "Lê Mả", "Lê Mã", "Lê Má", "Lê Mạ"] },
        // Letters decide before tones: an, àn … before ang.
        { ["Lê Lan", "Lê Làn", "Lê Lang", "Lê Lăng", "Lê Lâm"] },
        { ["Lê O", "Lê Ô", "Lê Ơ", "Lê P", "Lê U", "Lê Ư", "Lê V"] },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void People_are_listed_by_given_name_then_family_name_then_the_names_between(string[] inOrder)
    {
        var keys = inOrder.Select(Vi.SortKey).ToArray();
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, k => Assert.All(k, c => Assert.True(char.IsAsciiDigit(c))));
    }

    [Fact]
    public void One_name_has_one_key_however_it_was_typed()
    {
        Assert.Equal(Vi.SortKey("Nguyễn Thị Hòa"), Vi.SortKey("  nguyễn THỊ  hoà".Normalize(NormalizationForm.FormD)));
        Assert.Equal("", Vi.SortKey(" "));
        Assert.True(string.CompareOrdinal(Vi.TitleKey("Thôn 2"), Vi.TitleKey("Thôn Bản Cầm")) < 0);
    }
}
