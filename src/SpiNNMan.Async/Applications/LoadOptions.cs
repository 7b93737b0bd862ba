using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Applications;

/// <summary>How an application is loaded; read-only from its first use on.</summary>
public sealed record LoadOptions : SpinnakerOptions
{
    /// <summary>How it gets to the chips. The default is <see cref="LoadMethod.Automatic"/>.</summary>
    public LoadMethod Method { get; set => field = Writable(OptionChecks.Defined(value)); } = LoadMethod.Automatic;

    /// <summary>How often cores that did not get it are given it again, and only they, 0 to 100. The default is 3.</summary>
    public int Retries
    {
        get;
        set
        {
            InvalidParameterException.ThrowIfOutside(value, 0, 100, nameof(Retries));
            field = Writable(value);
        }
    } = 3;

    /// <summary>Told about the progress. The default is no progress.</summary>
    public IProgress<LoadProgress>? Progress { get; set => field = Writable(value); }
}
