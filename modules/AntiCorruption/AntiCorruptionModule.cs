using BacSon.Kernel;

namespace BacSon.AntiCorruption;

/// <summary>Kiểm soát tham nhũng trong khu vực công (seed 1.4): confidential reports, public-duty inspections, declarations.</summary>
public sealed class AntiCorruptionModule : IModule
{
    public PapiArea Area => PapiArea.AntiCorruption;
}
