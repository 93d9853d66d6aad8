using System.Text;
using BacSon.Kernel.Calendar;
using static BacSon.Rules.Tests.Calendar.Make;

namespace BacSon.Rules.Tests.Calendar;

public class CalendarImportTests
{
    private const string Heading = "ngày;loại;tên;trạng thái;căn cứ\n";

    [Fact]
    public void A_right_file_gives_its_days()
    {
        var read = CalendarData.ReadCsv(Heading
            + "01/01/2028;ngày lễ;Tết Dương lịch;chính thức;\n"
            + "3/1/2028;nghỉ bù;nghỉ bù Tết Dương lịch;Dự kiến;Điều 111\r\n"
            + "\n"
            + "2028-05-02;nghỉ hoán đổi;\"nghỉ; làm bù \"\"06/05\"\"\";nhớ lại;Thông báo\n"
            + "06/05/2028;LÀM BÙ;làm bù cho ngày 02/05/2028;nhớ lại;Thông báo");
        Assert.Empty(read.Errors);
        Assert.Equal(
            [
                (D("2028-01-01"), DayKind.Holiday, "Tết Dương lịch", DayStatus.Confirmed, null),
                (D("2028-01-03"), DayKind.CompensatoryDayOff, "nghỉ bù Tết Dương lịch", DayStatus.Expected, "Điều 111"),
                (D("2028-05-02"), DayKind.SwappedDayOff, "nghỉ; làm bù \"06/05\"", DayStatus.Recalled, "Thông báo"),
                (D("2028-05-06"), DayKind.MakeUpWorkingDay, "làm bù cho ngày 02/05/2028", DayStatus.Recalled, (string?)"Thông báo"),
            ],
            read.Days.Select(d => (d.Date, d.Kind, d.Name, d.Status, d.Basis)));
    }

    [Theory]
    [InlineData("32/01/2028;ngày lễ;x;chính thức;", "Ngày không đúng. Nhập theo dạng ngày/tháng/năm, ví dụ 02/12/2026")]
    [InlineData("01/01/2028;lễ;x;chính thức;", "Loại ngày “lễ” không có. Nhập một trong các loại: ngày lễ, nghỉ bù, nghỉ hoán đổi, làm bù")]
    [InlineData("01/01/2028;ngày lễ; ;chính thức;", "Chưa nhập tên ngày")]
    [InlineData("01/01/2028;ngày lễ;x;chắc;", "Trạng thái “chắc” không có. Nhập một trong các trạng thái: chính thức, dự kiến, nhớ lại")]
    [InlineData("01/01/2028;ngày lễ;x", "Dòng có 3 cột, cần đúng 5 cột: ngày;loại;tên;trạng thái;căn cứ")]
    [InlineData("05/05/2028;làm bù;x;chính thức;", "Ngày 05/05/2028 là thứ Sáu, vốn là ngày làm việc nên không phải ngày làm bù")]
    [InlineData("06/05/2028;nghỉ hoán đổi;x;chính thức;", "Ngày 06/05/2028 là thứ Bảy, vốn là ngày nghỉ nên không phải ngày nghỉ hoán đổi")]
    public void A_wrong_row_is_told_with_its_line_and_the_others_are_kept(string row, string message)
    {
        var read = CalendarData.ReadCsv(Heading + "02/09/2028;ngày lễ;Quốc khánh;chính thức;\n" + row + "\n30/04/2028;ngày lễ;Ngày Chiến thắng;chính thức;\n");
        Assert.Equal([new CalendarRowError(3, message)], read.Errors);
        Assert.Equal([D("2028-09-02"), D("2028-04-30")], read.Days.Select(d => d.Date));
    }

    [Fact]
    public void Every_fault_of_a_row_is_told() =>
        Assert.Equal(4, CalendarData.ReadCsv(Heading + "x;y;;z;").Errors.Count(e => e.Row == 2));

    [Fact]
    public void A_date_given_twice_is_told_with_the_first_line()
    {
        var read = CalendarData.ReadCsv(Heading + "02/09/2028;ngày lễ;Quốc khánh;chính thức;\n2/9/2028;ngày lễ;Quốc khánh;chính thức;\n");
        Assert.Equal([new CalendarRowError(3, "Ngày 02/09/2028 đã có ở dòng 2")], read.Errors);
        Assert.Single(read.Days);
    }

    [Fact]
    public void A_line_number_counts_the_line_breaks_inside_quotes() =>
        Assert.Equal(4, CalendarData.ReadCsv(Heading + "02/09/2028;ngày lễ;\"Quốc\nkhánh\";chính thức;\nsai;ngày lễ;x;chính thức;").Errors.Single().Row);

    [Fact]
    public void A_spreadsheets_byte_order_mark_and_decomposed_letters_are_read()
    {
        var read = CalendarData.ReadCsv("\uFEFF" + (Heading + "02/09/2028;ngày lễ;Quốc khánh;chính thức;").Normalize(NormalizationForm.FormD));
        Assert.Empty(read.Errors);
        Assert.Equal("Quốc khánh", Assert.Single(read.Days).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02/09/2028;ngày lễ;Quốc khánh;chính thức;")]
    public void A_file_without_its_heading_is_refused(string text)
    {
        var read = CalendarData.ReadCsv(text);
        Assert.Empty(read.Days);
        Assert.Equal("Dòng đầu phải là tên các cột: ngày;loại;tên;trạng thái;căn cứ", Assert.Single(read.Errors).Message);
    }
}
