namespace SpiNNMan.Async.Applications;

/// <summary>The phase of loading an application.</summary>
public enum LoadPhase
{
    /// <summary>The image is brought to its chips; counted in chips, or for a flood fill in blocks.</summary>
    Loading = 0,

    /// <summary>The cores are asked if they have it; counted in cores.</summary>
    Verifying = 1,

    /// <summary>Cores that did not get it are given it again; counted in cores.</summary>
    Repairing = 2,
}
