using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BacSon.Kernel.Duties;

/// <summary>
/// A duty ticked in a list, with the version of it that the list showed: what another changed meanwhile is told, not
/// overwritten. Written «12:0f8f…»; a list binds it from the values of its boxes.
/// </summary>
public readonly record struct ChosenDuty(long Id, Guid Version) : IParsable<ChosenDuty>
{
    public static ChosenDuty Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var chosen) ? chosen : throw new FormatException("Not a ticked duty.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ChosenDuty result)
    {
        result = default;
        if (s?.Split(':') is not [var id, var version] || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !Guid.TryParse(version, out var seen))
            return false;
        result = new ChosenDuty(number, seen);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id}:{Version:N}");
}
