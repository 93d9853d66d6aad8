using BacSon.Kernel;

namespace BacSon.PublicServices;

/// <summary>Cung ứng dịch vụ công (seed 1.6): health, education, infrastructure, security.</summary>
public sealed class PublicServicesModule : IModule
{
    public PapiArea Area => PapiArea.PublicServices;
}
