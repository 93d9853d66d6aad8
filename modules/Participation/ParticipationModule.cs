using BacSon.Kernel;

namespace BacSon.Participation;

/// <summary>Tham gia của người dân ở cấp cơ sở (seed 1.1): what the people must know, discuss, decide and inspect.</summary>
public sealed class ParticipationModule : IModule
{
    public PapiArea Area => PapiArea.Participation;
}
