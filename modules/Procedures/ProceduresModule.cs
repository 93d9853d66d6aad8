using BacSon.Kernel;

namespace BacSon.Procedures;

/// <summary>Thủ tục hành chính công (seed 1.5): the catalogue of procedures, one-stop cases, apologies, ratings.</summary>
public sealed class ProceduresModule : IModule
{
    public PapiArea Area => PapiArea.Procedures;
}
