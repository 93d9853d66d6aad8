using BacSon.Kernel;

namespace BacSon.Transparency;

/// <summary>Công khai, minh bạch (seed 1.2): what must be made public, information requests, poor households, budget, land.</summary>
public sealed class TransparencyModule : IModule
{
    public PapiArea Area => PapiArea.Transparency;
}
