using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace BacSon.Kernel.Ui;

/// <summary>
/// Reads dates, times and numbers as people type them in Vietnam. Used by forms and by imports; never depends on the
/// thread's culture. A number written as <c>1234.5</c> would read as 12345 in vi-VN: here it is refused.
/// </summary>
public static partial class Typed
{
    /// <summary>Glossary 9, BadDate.</summary>
    public const string BadDate = "Ngày không đúng. Nhập theo dạng ngày/tháng/năm, ví dụ 02/12/2026";

    /// <summary>Said of a time that cannot be read.</summary>
    public const string BadTime = "Giờ không đúng. Nhập theo dạng giờ:phút, ví dụ 14:30";

    /// <summary>Said of a whole number that cannot be read.</summary>
    public const string BadWhole = "Số không đúng. Nhập số nguyên, không có phần lẻ, ví dụ 1.234.567";

    /// <summary>Said of a number with decimals that cannot be read.</summary>
    public const string BadDecimal = "Số không đúng. Dùng dấu phẩy cho phần lẻ, dấu chấm cho hàng nghìn, ví dụ 1.250,5";

    /// <summary>
    /// Reads "2/12/2026", "02-12-2026", "2.12.26", "ngày 02 tháng 12 năm 2026" and, for addresses, "2026-12-02". A date
    /// without a year is refused, and so is a year of two digits from 50 on, which might be a birth year of either century.
    /// </summary>
    public static bool TryDate(string? text, out DateOnly date)
    {
        date = default;
        var typed = Vi.Normalize(text);
        if (IsoDate().Match(typed) is { Success: true } iso) return Make(iso, out date);
        var match = DayMonthYear().Match(typed);
        if (!match.Success) match = DateInWords().Match(typed);
        return match.Success && Make(match, out date);
    }

    private static bool Make(Match match, out DateOnly date)
    {
        date = default;
        var year = int.Parse(match.Groups["y"].ValueSpan, CultureInfo.InvariantCulture);
        if (match.Groups["y"].Length == 2)
        {
            if (year >= 50) return false;
            year += 2000;
        }
        var month = int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture);
        var day = int.Parse(match.Groups["d"].ValueSpan, CultureInfo.InvariantCulture);
        if (year is < 1900 or > 2199 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Reads "14:30", "7h30", "7 giờ 30 phút", "7g".</summary>
    public static bool TryTime(string? text, out TimeOnly time)
    {
        time = default;
        var match = HourMinute().Match(Vi.Normalize(text).ToLowerInvariant());
        if (!match.Success) return false;
        var hour = int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = match.Groups["m"].Success ? int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (hour > 23 || minute > 59) return false;
        time = new TimeOnly(hour, minute);
        return true;
    }

    /// <summary>Reads "1234567", "1.234.567", "1 234 567", "−3", with "đồng" or "đ" after it or not. "1234.5", "1,5" and "1.23" are refused.</summary>
    public static bool TryWhole(string? text, out long value)
    {
        value = 0;
        var match = Whole().Match(Vi.Normalize(text));
        if (!match.Success) return false;
        var digits = match.Groups["n"].Value.Replace(".", "").Replace(" ", "");
        return long.TryParse((match.Groups["s"].Length > 0 ? "-" : "") + digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads "97,5", "1.250,75", "4"; a trailing % is passed over, the figure stays as typed (97,5% → 97.5). "4.6" is refused.</summary>
    public static bool TryDecimal(string? text, out double value)
    {
        value = 0;
        var match = Fraction().Match(Vi.Normalize(text));
        if (!match.Success) return false;
        var digits = match.Groups["n"].Value.Replace(".", "").Replace(" ", "") + "." + (match.Groups["f"].Success ? match.Groups["f"].Value : "0");
        return double.TryParse((match.Groups["s"].Length > 0 ? "-" : "") + digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    [GeneratedRegex(@"^(?<d>[0-9]{1,2}) ?[/.-] ?(?<m>[0-9]{1,2}) ?[/.-] ?(?<y>[0-9]{4}|[0-9]{2})$")]
    private static partial Regex DayMonthYear();

    [GeneratedRegex(@"^(?<y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2})$")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^ngày (?<d>[0-9]{1,2}) tháng (?<m>[0-9]{1,2}) năm (?<y>[0-9]{4})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DateInWords();

    [GeneratedRegex(@"^(?<h>[0-9]{1,2})(?: ?(?::|h|g|giờ) ?(?<m>[0-9]{2})(?: ?phút)?| ?(?:h|g|giờ))$")]
    private static partial Regex HourMinute();

    [GeneratedRegex(@"^(?<s>[-−]?)(?<n>[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?: ?(?:đồng|đ))?$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(?<s>[-−]?)(?<n>[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:,(?<f>[0-9]{1,6}))?(?: ?%)?$")]
    private static partial Regex Fraction();
}

/// <summary>Model binding for people who type Vietnamese, set once for the whole host.</summary>
public static class VietnameseBinding
{
    /// <summary>The most characters that a text field takes when its property names no limit of its own.</summary>
    public const int LongestText = 10_000;

    /// <summary><c>[DataType(VietnameseBinding.Cells)]</c>: cells pasted from a sheet, whose tabs part them; what reads them cleans each cell.</summary>
    public const string Cells = "Cells";

    /// <summary>
    /// Dates, times, numbers and texts are read by <see cref="Typed"/> and <see cref="Vi.NormalizeLines"/>; every message of
    /// binding and of the usual validation attributes is Vietnamese and repeats the field's label ("Chưa nhập thời hạn
    /// hoàn thành"). Labels come from <c>[Display(Name = "Thời hạn hoàn thành")]</c>. Call it after the MVC services are
    /// added, so that implicit [Required] attributes are seen too.
    /// </summary>
    public static MvcOptions AddVietnameseBinding(this MvcOptions options)
    {
        options.ModelBinderProviders.Insert(0, new TypedBinderProvider());
        options.ModelMetadataDetailsProviders.Add(new VietnameseMessages());

        var say = options.ModelBindingMessageProvider;
        say.SetValueMustNotBeNullAccessor(_ => "Chưa nhập nội dung này");
        say.SetMissingBindRequiredValueAccessor(label => $"Chưa nhập {Vi.LowerFirst(label)}");
        say.SetMissingKeyOrValueAccessor(() => "Chưa nhập nội dung này");
        say.SetMissingRequestBodyRequiredValueAccessor(() => "Chưa có nội dung gửi đến");
        say.SetAttemptedValueIsInvalidAccessor((_, label) => $"{Vi.UpperFirst(label)} không đúng. Chọn hoặc nhập lại");
        say.SetUnknownValueIsInvalidAccessor(label => $"{Vi.UpperFirst(label)} không đúng. Chọn hoặc nhập lại");
        say.SetValueIsInvalidAccessor(_ => "Nội dung nhập không đúng. Chọn hoặc nhập lại");
        say.SetValueMustBeANumberAccessor(_ => Typed.BadWhole);
        say.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => "Nội dung nhập không đúng. Chọn hoặc nhập lại");
        say.SetNonPropertyUnknownValueIsInvalidAccessor(() => "Nội dung nhập không đúng. Chọn hoặc nhập lại");
        say.SetNonPropertyValueMustBeANumberAccessor(() => Typed.BadWhole);
        return options;
    }

    /// <summary>"Chưa nhập thời hạn hoàn thành" of the label "Thời hạn hoàn thành".</summary>
    public static string NotEntered(string label) => $"Chưa nhập {Vi.LowerFirst(label)}";
}

internal sealed class TypedBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        // Headers, bodies and services have binders of their own.
        if (context.BindingInfo.BindingSource is { } source
            && source != BindingSource.Form && source != BindingSource.Query && source != BindingSource.Path && source != BindingSource.ModelBinding)
            return null;

        var type = context.Metadata.UnderlyingOrModelType;
        if (type == typeof(DateOnly)) return new TypedBinder<DateOnly>(Typed.TryDate, Typed.BadDate);
        if (type == typeof(TimeOnly)) return new TypedBinder<TimeOnly>(Typed.TryTime, Typed.BadTime);
        if (type == typeof(long)) return new TypedBinder<long>(Typed.TryWhole, Typed.BadWhole);
        if (type == typeof(int)) return new TypedBinder<int>(TryInt, Typed.BadWhole);
        if (type == typeof(double)) return new TypedBinder<double>(Typed.TryDecimal, Typed.BadDecimal);
        if (type == typeof(string)) return new TextBinder();
        return null;
    }

    private static bool TryInt(string? text, out int value)
    {
        var read = Typed.TryWhole(text, out var wide) && wide is >= int.MinValue and <= int.MaxValue;
        value = read ? (int)wide : 0;
        return read;
    }
}

internal delegate bool TryRead<T>(string? text, [MaybeNullWhen(false)] out T value);

internal sealed class TypedBinder<T>(TryRead<T> read, string message) : IModelBinder where T : struct
{
    public Task BindModelAsync(ModelBindingContext context)
    {
        var given = context.ValueProvider.GetValue(context.ModelName);
        if (given == ValueProviderResult.None) return Task.CompletedTask;
        context.ModelState.SetModelValue(context.ModelName, given);

        var text = given.FirstValue;
        if (string.IsNullOrWhiteSpace(text))
        {
            if (context.ModelMetadata.IsReferenceOrNullableType) context.Result = ModelBindingResult.Success(null);
            else context.ModelState.TryAddModelError(context.ModelName, VietnameseBinding.NotEntered(context.ModelMetadata.GetDisplayName()));
        }
        else if (read(text, out var value)) context.Result = ModelBindingResult.Success(value);
        else context.ModelState.TryAddModelError(context.ModelName, message);
        return Task.CompletedTask;
    }
}

internal sealed class TextBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext context)
    {
        var given = context.ValueProvider.GetValue(context.ModelName);
        if (given == ValueProviderResult.None) return Task.CompletedTask;
        context.ModelState.SetModelValue(context.ModelName, given);

        var metadata = context.ModelMetadata;
        // A password is what was typed, to the last blank; tabs part the cells of a sheet.
        var asTyped = metadata.DataTypeName is nameof(DataType.Password) or VietnameseBinding.Cells;
        var text = asTyped ? given.FirstValue : Vi.NormalizeLines(given.FirstValue);
        var longest = metadata.ValidatorMetadata.Any(v => v is StringLengthAttribute or MaxLengthAttribute) ? int.MaxValue : VietnameseBinding.LongestText;
        if (text?.Length > longest)
            context.ModelState.TryAddModelError(context.ModelName, $"{Vi.UpperFirst(metadata.GetDisplayName())} dài quá {Vi.Number(longest)} ký tự");
        else
            context.Result = ModelBindingResult.Success(metadata.ConvertEmptyStringToNull && string.IsNullOrEmpty(text) ? null : text);
        return Task.CompletedTask;
    }
}

/// <summary>
/// Gives the usual validation attributes Vietnamese messages where the page has not written its own, and a name to what has
/// no label because a page carries it unseen: no message names a property.
/// </summary>
internal sealed class VietnameseMessages : IValidationMetadataProvider, IDisplayMetadataProvider
{
    private const string Unnamed = "Nội dung này";

    private static readonly Dictionary<Type, string?> Unworded = new()
    {
        [typeof(EmailAddressAttribute)] = new EmailAddressAttribute().ErrorMessage,
        [typeof(PhoneAttribute)] = new PhoneAttribute().ErrorMessage,
        [typeof(UrlAttribute)] = new UrlAttribute().ErrorMessage,
        [typeof(CompareAttribute)] = new CompareAttribute("x").ErrorMessage,
    };

    public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
    {
        if (context.Key.Name is not null && !context.Attributes.Any(x => x is DisplayAttribute { Name: not null } or DisplayNameAttribute))
            context.DisplayMetadata.DisplayName = () => Unnamed;
    }

    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        var label = context.Attributes.OfType<DisplayAttribute>().FirstOrDefault()?.GetName()
            ?? context.Attributes.OfType<DisplayNameAttribute>().FirstOrDefault()?.DisplayName
            ?? (context.Key.Name is null ? null : Unnamed);
        if (label is null) return;
        var head = Vi.UpperFirst(label);
        foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>())
        {
            if (attribute.ErrorMessageResourceName is not null || attribute.ErrorMessage != Unworded.GetValueOrDefault(attribute.GetType())) continue;
            var message = attribute switch
            {
                RequiredAttribute => VietnameseBinding.NotEntered(label),
                StringLengthAttribute { MinimumLength: > 0 } a => $"{head} phải có từ {Vi.Number(a.MinimumLength)} đến {Vi.Number(a.MaximumLength)} ký tự",
                StringLengthAttribute a => $"{head} dài quá {Vi.Number(a.MaximumLength)} ký tự",
                MaxLengthAttribute a => $"{head} dài quá {Vi.Number(a.Length)} ký tự",
                MinLengthAttribute a => $"{head} phải có ít nhất {Vi.Number(a.Length)} ký tự",
                RangeAttribute { Minimum: int low, Maximum: int.MaxValue } => $"{head} phải từ {Vi.Number(low)} trở lên",
                RangeAttribute { Minimum: int low, Maximum: int high } => $"{head} phải từ {Vi.Number(low)} đến {Vi.Number(high)}",
                RangeAttribute { Minimum: double low, Maximum: double high } => $"{head} phải từ {Vi.Decimal(low)} đến {Vi.Decimal(high)}",
                EmailAddressAttribute => $"{head} không đúng. Nhập theo dạng ten@vidu.vn",
                PhoneAttribute => $"{head} không đúng. Nhập các chữ số, ví dụ 0000 000 199",
                UrlAttribute => $"{head} không đúng. Nhập cả phần đầu https://",
                RegularExpressionAttribute => $"{head} không đúng dạng",
                CompareAttribute => $"{head} không giống nội dung đã nhập ở trên",
                _ => null,
            };
            // The attribute formats its message: braces of a label must survive that.
            if (message is not null) attribute.ErrorMessage = message.Replace("{", "{{").Replace("}", "}}");
        }
    }
}
