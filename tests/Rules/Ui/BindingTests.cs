using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace BacSon.Rules.Tests.Ui;

public sealed class BindingTests
{
    [Theory]
    [InlineData("2/12/2026")]
    [InlineData("02-12-2026")]
    [InlineData("2.12.26")]
    [InlineData(" 02 / 12 / 2026 ")]
    [InlineData("ngày 02 tháng 12 năm 2026")]
    [InlineData("2026-12-02")]
    public void A_date_is_read_as_people_type_it(string text)
    {
        Assert.True(Typed.TryDate(text, out var date));
        Assert.Equal(new DateOnly(2026, 12, 2), date);
    }

    [Theory]
    [InlineData("02/12")]
    [InlineData("12/2026")]
    [InlineData("31/02/2026")]
    [InlineData("29/02/2027")]
    [InlineData("2/13/2026")]
    [InlineData("0/12/2026")]
    [InlineData("2/12/0026")]
    [InlineData("2/12/58")]
    [InlineData("2/12/20266")]
    [InlineData("hôm nay")]
    [InlineData("٢/١٢/٢٠٢٦")]
    [InlineData("")]
    [InlineData(null)]
    public void A_date_without_a_year_or_that_does_not_exist_is_refused(string? text) => Assert.False(Typed.TryDate(text, out _));

    [Theory]
    [InlineData("1234567", 1_234_567)]
    [InlineData("1.234.567", 1_234_567)]
    [InlineData("1 234 567", 1_234_567)]
    [InlineData("1\u00a0234\u00a0567", 1_234_567)]
    [InlineData("486.000.000 đồng", 486_000_000)]
    [InlineData("−3", -3)]
    [InlineData("-3", -3)]
    [InlineData("007", 7)]
    public void A_whole_number_is_read_with_dots_or_blanks_between_thousands(string text, long value)
    {
        Assert.True(Typed.TryWhole(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("1234.5")]
    [InlineData("1,5")]
    [InlineData("1.23")]
    [InlineData("1.234,00")]
    [InlineData("1,234,567")]
    [InlineData("12345.678")]
    [InlineData("1.234 567")]
    [InlineData("1e6")]
    [InlineData("99999999999999999999")]
    [InlineData("ba")]
    public void A_number_that_could_be_read_in_two_ways_is_refused(string text) => Assert.False(Typed.TryWhole(text, out _));

    [Theory]
    [InlineData("97,5", 97.5)]
    [InlineData("97,5%", 97.5)]
    [InlineData("1.250,75", 1250.75)]
    [InlineData("4", 4)]
    public void A_number_with_decimals_uses_the_comma(string text, double value)
    {
        Assert.True(Typed.TryDecimal(text, out var read));
        Assert.Equal(value, read);
        Assert.False(Typed.TryDecimal("4.6", out _));
        Assert.False(Typed.TryDecimal("NaN", out _));
    }

    [Theory]
    [InlineData("14:30", 14, 30)]
    [InlineData("7h30", 7, 30)]
    [InlineData("7 giờ 30 phút", 7, 30)]
    [InlineData("7g", 7, 0)]
    public void A_time_is_read_as_people_type_it(string text, int hour, int minute)
    {
        Assert.True(Typed.TryTime(text, out var time));
        Assert.Equal(new TimeOnly(hour, minute), time);
        Assert.False(Typed.TryTime("24:00", out _));
        Assert.False(Typed.TryTime("14", out _));
    }

    [Theory]
    [InlineData("2026-12-02")]
    [InlineData("2027-02-28")]
    public void What_the_office_writes_can_be_typed_back(string iso)
    {
        var date = DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Typed.TryDate(Vi.Date(date), out var again) && again == date);
        Assert.True(Typed.TryDate(Vi.LongDate(date), out again) && again == date);
        Assert.True(Typed.TryWhole(Vi.Money(-486_000_000), out var money) && money == -486_000_000);
    }

    [Fact]
    public async Task Rubbish_in_every_field_has_a_Vietnamese_message_that_names_the_field_and_the_typed_text_is_kept()
    {
        var state = await Bind(new()
        {
            ["Title"] = "", ["Due"] = "31/02/2026", ["Amount"] = "1234.5", ["Count"] = "ba", ["Rate"] = "4.6", ["Start"] = "25:00",
            ["Mail"] = "abc", ["Kind"] = "Nothing", ["Length"] = "0", ["Note"] = new string('a', VietnameseBinding.LongestText + 1),
        });

        string Message(string key) => Assert.Single(state[key]!.Errors).ErrorMessage;
        Assert.Equal("Chưa nhập nội dung nhiệm vụ", Message("Title"));
        Assert.Equal(Typed.BadDate, Message("Due"));
        Assert.Equal(Typed.BadWhole, Message("Amount"));
        Assert.Equal(Typed.BadWhole, Message("Count"));
        Assert.Equal(Typed.BadDecimal, Message("Rate"));
        Assert.Equal(Typed.BadTime, Message("Start"));
        Assert.Equal("Thư điện tử không đúng. Nhập theo dạng ten@vidu.vn", Message("Mail"));
        Assert.Equal("Loại nhiệm vụ không đúng. Chọn hoặc nhập lại", Message("Kind"));
        Assert.Equal("Thời hạn {ngày} phải từ 1 đến 1.000", Message("Length"));
        Assert.Equal("Ghi chú dài quá 10.000 ký tự", Message("Note"));
        Assert.Equal("31/02/2026", state["Due"]!.AttemptedValue);
        Assert.Equal("1234.5", state["Amount"]!.AttemptedValue);
    }

    [Fact]
    public async Task An_empty_date_or_number_that_is_needed_is_named_and_one_that_is_not_is_null()
    {
        var form = new Form();
        var state = await Bind(new() { ["Title"] = "x", ["Must"] = " ", ["Due"] = "", ["Count"] = "" }, form);
        Assert.Equal("Chưa nhập ngày nhận", Assert.Single(state["Must"]!.Errors).ErrorMessage);
        Assert.Equal("Chưa nhập số hộ", Assert.Single(state["Count"]!.Errors).ErrorMessage);
        Assert.Null(form.Due);
        Assert.Empty(state["Due"]!.Errors);
    }

    [Fact]
    public async Task Text_is_composed_and_trimmed_but_a_password_is_left_as_typed()
    {
        var form = new Form();
        await Bind(new() { ["Title"] = "  Ho\u0323\u0302  nghe\u0300o ", ["Note"] = "a\r\n\r\n\r\nb", ["Password"] = " a  b " }, form);
        Assert.Equal("Hộ nghèo", form.Title);
        Assert.Equal("a\n\nb", form.Note);
        Assert.Equal(" a  b ", form.Password);
    }

    private enum Kind { Plan }

    private sealed class Form
    {
        [Display(Name = "Nội dung nhiệm vụ"), Required] public string? Title { get; set; }
        [Display(Name = "Thời hạn hoàn thành")] public DateOnly? Due { get; set; }
        [Display(Name = "Ngày nhận")] public DateOnly Must { get; set; }
        [Display(Name = "Số tiền (đồng)")] public long? Amount { get; set; }
        [Display(Name = "Số hộ")] public int Count { get; set; }
        [Display(Name = "Tỷ lệ")] public double? Rate { get; set; }
        [Display(Name = "Giờ bắt đầu")] public TimeOnly? Start { get; set; }
        [Display(Name = "Thư điện tử"), EmailAddress] public string? Mail { get; set; }
        [Display(Name = "Loại nhiệm vụ")] public Kind? Kind { get; set; }
        [Display(Name = "Thời hạn {ngày}"), Range(1, 1000)] public int? Length { get; set; }
        [Display(Name = "Ghi chú")] public string? Note { get; set; }
        [Display(Name = "Mật khẩu"), DataType(DataType.Password)] public string? Password { get; set; }
    }

    private static async Task<ModelStateDictionary> Bind(Dictionary<string, string> typed, Form? form = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddMvcCore().AddDataAnnotations().AddMvcOptions(o => o.AddVietnameseBinding());
        await using var provider = services.BuildServiceProvider();
        form ??= new Form();

        var metadata = provider.GetRequiredService<IModelMetadataProvider>().GetMetadataForType(typeof(Form));
        var action = new ActionContext(new DefaultHttpContext { RequestServices = provider }, new RouteData(), new ActionDescriptor());
        var values = new FormValueProvider(BindingSource.Form, new FormCollection(typed.ToDictionary(t => t.Key, t => new StringValues(t.Value))), null);
        var binder = provider.GetRequiredService<IModelBinderFactory>().CreateBinder(new ModelBinderFactoryContext { Metadata = metadata });
        var context = DefaultModelBindingContext.CreateBindingContext(action, values, metadata, new BindingInfo(), "");
        context.Model = form;
        await binder.BindModelAsync(context);
        provider.GetRequiredService<IObjectModelValidator>().Validate(action, context.ValidationState, "", form);
        return context.ModelState;
    }
}
