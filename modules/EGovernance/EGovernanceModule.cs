using BacSon.Kernel;

namespace BacSon.EGovernance;

/// <summary>Quản trị điện tử (seed 1.8): the portal's pages, online services, channels with the people.</summary>
public sealed class EGovernanceModule : IModule
{
    public PapiArea Area => PapiArea.EGovernance;
}
