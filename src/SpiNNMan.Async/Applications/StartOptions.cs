using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Applications;

/// <summary>How an application is started; read-only from its first use on.</summary>
public sealed record StartOptions : SpinnakerOptions
{
    /// <summary>The identifier it gets, 16 to 255. The default is one that is not in use: 17 to 253.</summary>
    public byte? ApplicationId
    {
        get;
        set
        {
            if (value is { } id)
                InvalidParameterException.ThrowIfOutside(id, 16, byte.MaxValue, nameof(ApplicationId));

            field = Writable(value);
        }
    }

    /// <summary>How it is loaded.</summary>
    public LoadOptions Load { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>Whether it is started once all cores have it. The default is <see langword="true"/>; otherwise they wait for the signal.</summary>
    public bool StartsAtOnce { get; set => field = Writable(value); } = true;

    /// <summary>How long disposing of the session may clean up, more than 0 and up to a day. The default is 5 s.</summary>
    public TimeSpan CleanUpTimeout
    {
        get;
        set => field = Writable(OptionChecks.Positive(value));
    } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Load];
}
