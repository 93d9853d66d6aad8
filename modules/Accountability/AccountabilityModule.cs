using BacSon.Kernel;

namespace BacSon.Accountability;

/// <summary>Trách nhiệm giải trình với người dân (seed 1.3): reception, petitions, explanations, inspections, mediation.</summary>
public sealed class AccountabilityModule : IModule
{
    public PapiArea Area => PapiArea.Accountability;
}
