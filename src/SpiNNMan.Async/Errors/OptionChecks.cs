using System.Globalization;
using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Errors;

/// <summary>The bounds of options, checked when an option is given. A value out of its bounds is an <see cref="InvalidParameterException"/> that names the option, the value and the range.</summary>
/// <example><code>
/// public TimeSpan Patience { get; init =&gt; field = OptionChecks.Positive(value); } = TimeSpan.FromSeconds(5);
/// public int Rounds { get; init =&gt; field = OptionChecks.Within(value, 1, 1000); } = 3;
/// </code></example>
internal static class OptionChecks
{
    /// <summary>The shortest time that counts as more than 0. Clocks and timers of systems have no shorter steps.</summary>
    public static readonly TimeSpan ShortestTime = TimeSpan.FromMicroseconds(1);

    /// <summary>The longest time that something may take unless the option says otherwise: a day. Timers and the strategies for resending take no more.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>The longest time that a caller may wait: 45 days. Timers end at 49.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(45);

    /// <summary>A time of more than 0, up to a day.</summary>
    public static TimeSpan Positive(TimeSpan value, [CallerMemberName] string option = "") => Within(value, ShortestTime, LongestTime, option);

    /// <summary>A time of 0 or more, up to a day.</summary>
    public static TimeSpan NotNegative(TimeSpan value, [CallerMemberName] string option = "") => Within(value, TimeSpan.Zero, LongestTime, option);

    /// <summary>A time between two others, both included.</summary>
    public static TimeSpan Within(TimeSpan value, TimeSpan least, TimeSpan greatest, [CallerMemberName] string option = "") =>
        value >= least && value <= greatest ? value : throw new InvalidParameterException(option, value, $"it must be {Describe(least)} to {Describe(greatest)}");

    /// <summary>A number between two others, both included.</summary>
    public static int Within(int value, int least, int greatest, [CallerMemberName] string option = "")
    {
        InvalidParameterException.ThrowIfOutside(value, least, greatest, option);
        return value;
    }

    /// <summary>A number between two others, both included.</summary>
    public static long Within(long value, long least, long greatest, [CallerMemberName] string option = "")
    {
        InvalidParameterException.ThrowIfOutside(value, least, greatest, option);
        return value;
    }

    /// <summary>A share, 0 to 1.</summary>
    public static double Share(double value, [CallerMemberName] string option = "") =>
        value is >= 0 and <= 1 ? value : throw new InvalidParameterException(option, value, "it must be 0 to 1");

    /// <summary>One of the values that an enumeration has.</summary>
    public static TEnum Defined<TEnum>(TEnum value, [CallerMemberName] string option = "")
        where TEnum : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new InvalidParameterException(option, value, $"it must be one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    /// <summary>Something, and not nothing.</summary>
    public static T NotNull<T>(T? value, [CallerMemberName] string option = "")
        where T : class =>
        value ?? throw new InvalidParameterException(option, actualValue: null, $"it must not be null: give a {typeof(T).Name}, or leave it out for the default");

    /// <summary>A time as people write it.</summary>
    public static string Describe(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0",
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.###} d"),
        { TotalSeconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
        { TotalMilliseconds: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.###} us"),
    };
}
