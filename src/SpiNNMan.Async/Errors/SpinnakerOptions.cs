using System.Runtime.CompilerServices;
using System.Text;

namespace SpiNNMan.Async.Errors;

/// <summary>The base of all options: values that can be set until something uses them, and from then on are read-only.</summary>
/// <remarks>
/// So <c>services.Configure&lt;TransceiverOptions&gt;(options =&gt; ...)</c> and a configuration can fill them, and what uses them can rely on them. To change options that are in use, make a copy:
/// <c>options with { ... }</c> is settable again. Options that are parts of others become read-only with them.
/// </remarks>
public abstract record SpinnakerOptions
{
    private volatile bool _isReadOnly;

    /// <summary>Makes options with their defaults.</summary>
    protected SpinnakerOptions()
    {
    }

    /// <summary>Makes a copy that can be set, whether the original can be or not.</summary>
    /// <param name="original">The options to copy.</param>
    protected SpinnakerOptions(SpinnakerOptions original) => ArgumentNullException.ThrowIfNull(original);

    /// <summary>Whether the options are in use, so that they cannot be set any more.</summary>
    public bool IsReadOnly => _isReadOnly;

    /// <summary>The options that are parts of these.</summary>
    protected virtual IEnumerable<SpinnakerOptions> Parts => [];

    /// <summary>Makes the options read-only, with those that are parts of them. What uses options does so; doing it again changes nothing.</summary>
    public void MakeReadOnly()
    {
        if (_isReadOnly)
            return;

        _isReadOnly = true;
        foreach (SpinnakerOptions part in Parts)
            part.MakeReadOnly();
    }

    /// <summary>Whether the other options are of the same kind. That they are in use makes no difference.</summary>
    /// <param name="other">The other options.</param>
    public virtual bool Equals(SpinnakerOptions? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>A value for an option that is being set.</summary>
    /// <param name="value">The value.</param>
    /// <param name="option">The option.</param>
    /// <exception cref="InvalidParameterException">The options are in use.</exception>
    protected T Writable<T>(T value, [CallerMemberName] string option = "") => _isReadOnly
        ? throw new InvalidParameterException(option, value, $"these options are in use and cannot be set any more: make a copy, as in options with {{ {option} = ... }}")
        : value;

    /// <summary>Makes options read-only that are shared by all.</summary>
    /// <param name="options">The options.</param>
    protected static T Shared<T>(T options)
        where T : SpinnakerOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Nothing: whether options are in use is not shown with them.</summary>
    /// <param name="builder">Where the values are written.</param>
    protected virtual bool PrintMembers(StringBuilder builder) => false;
}
