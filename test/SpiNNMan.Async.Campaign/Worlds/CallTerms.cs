namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>What was promised of a call.</summary>
internal sealed record CallTerms
{
    /// <summary>A call of which nothing is known but that it ends.</summary>
    public static CallTerms Open { get; } = new();

    /// <summary>The longest it may take, however bad things are; <see langword="null"/> if nothing was promised.</summary>
    public TimeSpan? Promise { get; init; }

    /// <summary>Whether that counts from when the board last answered others, if others were asking it as well.</summary>
    public bool CountsFromLastAnswer { get; init; }

    /// <summary>How much longer it may take then, since attempts of others are waited for.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>How soon it ends once it was given up.</summary>
    public TimeSpan CancelPromise { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a callback of the user's throws in it, which may be handed on.</summary>
    public bool MayThrowUsers { get; init; }

    /// <summary>Whether the board may refuse it for a good reason.</summary>
    public bool MayBeRefused { get; init; }

    /// <summary>Whether options are at fault that may be refused.</summary>
    public bool MayRefuseArguments { get; init; }

    /// <summary>Whether it may fail although nothing is wrong with the machine.</summary>
    public bool MayFail { get; init; }
}
