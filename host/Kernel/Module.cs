using BacSon.Kernel.Jobs;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BacSon.Kernel;

/// <summary>
/// The eight contents of PAPI, numbered as PAPI numbers them, and the commune's general work beside them.
/// Source: Chỉ số Hiệu quả quản trị và hành chính công cấp tỉnh (PAPI), structure since 2018.
/// </summary>
public enum PapiArea
{
    General = 0,
    Participation = 1,
    Transparency = 2,
    Accountability = 3,
    AntiCorruption = 4,
    Procedures = 5,
    PublicServices = 6,
    Environment = 7,
    EGovernance = 8,
}

/// <summary>What users read for a <see cref="PapiArea"/>.</summary>
public static class PapiAreas
{
    /// <summary>The eight contents in PAPI's order, without <see cref="PapiArea.General"/>.</summary>
    public static readonly IReadOnlyList<PapiArea> Eight =
        [.. Enum.GetValues<PapiArea>().Where(area => area != PapiArea.General)];

    /// <summary>PAPI's own name of the content, without its number.</summary>
    public static string Title(this PapiArea area) => area switch
    {
        PapiArea.General => "Nhiệm vụ điều hành chung",
        PapiArea.Participation => "Tham gia của người dân ở cấp cơ sở",
        PapiArea.Transparency => "Công khai, minh bạch",
        PapiArea.Accountability => "Trách nhiệm giải trình với người dân",
        PapiArea.AntiCorruption => "Kiểm soát tham nhũng trong khu vực công",
        PapiArea.Procedures => "Thủ tục hành chính công",
        PapiArea.PublicServices => "Cung ứng dịch vụ công",
        PapiArea.Environment => "Quản trị môi trường",
        PapiArea.EGovernance => "Quản trị điện tử",
        _ => throw new ArgumentOutOfRangeException(nameof(area), area, "Not one of PAPI's contents."),
    };

    /// <summary>Number and name, as in «2. Công khai, minh bạch»; the general work has no number.</summary>
    public static string NumberedTitle(this PapiArea area) =>
        area == PapiArea.General ? area.Title() : $"{(int)area}. {area.Title()}";
}

/// <summary>
/// What a module tells the host about itself: its content of PAPI, its tables, services, jobs and menu.
/// The module's class is its only public type.
/// </summary>
public interface IModule
{
    /// <summary>The content of PAPI that the module carries.</summary>
    PapiArea Area { get; }

    /// <summary>Short stable name: the schema on SQL Server, the table prefix on SQLite.</summary>
    string Name => Area.ToString();

    /// <summary>The module's tables. Schema or prefix are added by <see cref="PlatformDb"/>.</summary>
    void Map(ModelBuilder model) { }

    /// <summary>The module's services.</summary>
    void AddServices(IServiceCollection services) { }

    /// <summary>The module's background jobs.</summary>
    IEnumerable<JobSpec> Jobs => [];

    /// <summary>The module's entries in the officers' menu.</summary>
    IEnumerable<MenuItem> Menu => [];

    /// <summary>The module's share of the legal catalogue (Catalogue.json inside its assembly).</summary>
    Stream OpenCatalogue() => GetType().Assembly.GetManifestResourceStream("Catalogue.json")
        ?? throw new InvalidOperationException($"Module {Name} ships no Catalogue.json.");
}
