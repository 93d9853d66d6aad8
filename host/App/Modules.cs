using BacSon.Accountability;
using BacSon.AntiCorruption;
using BacSon.EGovernance;
using BacSon.EnvironmentalGovernance;
using BacSon.Kernel;
using BacSon.Participation;
using BacSon.Procedures;
using BacSon.PublicServices;
using BacSon.Transparency;

namespace BacSon.App;

/// <summary>The eight modules, one for each content of PAPI.</summary>
internal static class Modules
{
    public static readonly IReadOnlyList<IModule> All =
    [
        new ParticipationModule(),
        new TransparencyModule(),
        new AccountabilityModule(),
        new AntiCorruptionModule(),
        new ProceduresModule(),
        new PublicServicesModule(),
        new EnvironmentModule(),
        new EGovernanceModule(),
    ];
}
