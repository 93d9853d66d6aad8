using BacSon.Kernel;

namespace BacSon.EnvironmentalGovernance;

/// <summary>Quản trị môi trường (seed 1.7): pollution reports, establishments, self-managed models.</summary>
public sealed class EnvironmentModule : IModule
{
    public PapiArea Area => PapiArea.Environment;
}
