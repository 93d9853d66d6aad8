using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Calendar;

/// <summary>What a date is in the office's working week (40 hours, Monday to Friday: Quyết định 188/1999/QĐ-TTg).</summary>
public enum DayKind
{
    /// <summary>An ordinary working day.</summary>
    WorkingDay,
    /// <summary>Saturday or Sunday.</summary>
    Weekend,
    /// <summary>A public holiday (Điều 112 Bộ luật Lao động 2019), also when it falls on a weekend.</summary>
    Holiday,
    /// <summary>"Nghỉ bù": a holiday fell on a weekend (khoản 3 Điều 111 Bộ luật Lao động 2019).</summary>
    CompensatoryDayOff,
    /// <summary>A weekday off that is worked on another day.</summary>
    SwappedDayOff,
    /// <summary>"Làm bù": a Saturday or Sunday worked for a swapped day off. It counts as a working day.</summary>
    MakeUpWorkingDay,
}

/// <summary>How sure an exception of the calendar is.</summary>
public enum DayStatus
{
    /// <summary>Fixed by law or by an official notice.</summary>
    Confirmed,
    /// <summary>"Dự kiến": no official notice has been seen yet.</summary>
    Expected,
    /// <summary>"Nhớ lại, chờ kiểm tra": stated from memory, waiting to be checked against the notice.</summary>
    Recalled,
}

/// <summary>One exception from the Monday-to-Friday week. Ordinary days are not stored.</summary>
public sealed class CalendarDay : IVersioned, IReferenceData
{
    /// <summary>The legal date (office calendar, no time zone); the key.</summary>
    public DateOnly Date { get; set; }
    /// <summary>What the date is.</summary>
    public DayKind Kind { get; set; }
    /// <summary>Vietnamese name as shown to the reader, for example "Quốc khánh" or "làm bù cho ngày 31/08/2026".</summary>
    public string Name { get; set; } = "";
    /// <summary>How sure it is.</summary>
    public DayStatus Status { get; set; }
    /// <summary>The notice it rests on; null when it is the year's own legal basis.</summary>
    public string? Basis { get; set; }
    /// <summary>Optimistic concurrency token, set by the application at each change.</summary>
    public Guid Version { get; set; } = Guid.NewGuid();

    /// <summary>Declares the table.</summary>
    public static void Map(ModelBuilder b) => b.Entity<CalendarDay>(e =>
    {
        e.ToTable("CalendarDay");
        e.HasKey(x => x.Date);
        e.Property(x => x.Name).HasMaxLength(200);
        e.Property(x => x.Basis).HasMaxLength(500);
        e.Property(x => x.Version).IsConcurrencyToken();
    });
}

/// <summary>A year whose exceptions have been loaded. A year without this row is counted Monday to Friday, with a warning.</summary>
public sealed class CalendarYear : IReferenceData
{
    /// <summary>The Gregorian year; the key, never generated.</summary>
    public int Year { get; set; }
    /// <summary>The laws from which the year's days off follow.</summary>
    public string LegalBasis { get; set; } = "";
    /// <summary>What an administrator should know about this year's days; null when nothing.</summary>
    public string? Note { get; set; }
    /// <summary>Addresses of the sources, one a line.</summary>
    public string Sources { get; set; } = "";

    /// <summary>Declares the table.</summary>
    public static void Map(ModelBuilder b) => b.Entity<CalendarYear>(e =>
    {
        e.ToTable("CalendarYear");
        e.HasKey(x => x.Year);
        e.Property(x => x.Year).ValueGeneratedNever();
        e.Property(x => x.LegalBasis).HasMaxLength(1000);
        e.Property(x => x.Note).HasMaxLength(1000);
        e.Property(x => x.Sources).HasMaxLength(4000);
    });
}
