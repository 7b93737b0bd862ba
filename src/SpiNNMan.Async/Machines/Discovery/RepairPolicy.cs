namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The policy for links that work in one direction only, and for chips that no link leads to.</summary>
/// <remarks>Protocol: models.md, "Making the model of a machine".</remarks>
public enum RepairPolicy
{
    /// <summary>They are left out of the machine and reported. The rest can be routed over.</summary>
    Repair,

    /// <summary>They are left as they are and reported.</summary>
    Report,

    /// <summary>They are an error, which names all of them.</summary>
    Throw,
}
