using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Applications;

/// <summary>How an application is started; immutable, change it with <c>with</c>.</summary>
public sealed record StartOptions
{
    /// <summary>The identifier it gets, 16 to 255. The default is one that is not in use: 17 to 253.</summary>
    public byte? ApplicationId
    {
        get;
        init
        {
            if (value is { } id)
                InvalidParameterException.ThrowIfOutside(id, 16, byte.MaxValue, nameof(ApplicationId));

            field = value;
        }
    }

    /// <summary>How it is loaded.</summary>
    public LoadOptions Load { get; init => field = OptionChecks.NotNull(value); } = new();

    /// <summary>Whether it is started once all cores have it. The default is <see langword="true"/>; otherwise they wait for the signal.</summary>
    public bool StartsAtOnce { get; init; } = true;

    /// <summary>How long disposing of the session may clean up, more than 0 and up to a day. The default is 5 s.</summary>
    public TimeSpan CleanUpTimeout
    {
        get;
        init => field = OptionChecks.Positive(value);
    } = TimeSpan.FromSeconds(5);
}
