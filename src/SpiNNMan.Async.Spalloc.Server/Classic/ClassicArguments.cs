using System.Text.Json;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>The arguments of a command, by their names, wherever the client gave them.</summary>
internal sealed class ClassicArguments
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

    private ClassicArguments()
    {
    }

    /// <summary>Gives arguments their names.</summary>
    /// <param name="command">The command.</param>
    /// <param name="names">The names of its arguments, in their order.</param>
    /// <param name="required">How many of them must be there.</param>
    /// <param name="call">The arguments that the client sent.</param>
    /// <exception cref="ClassicException">There are too few, too many, or others.</exception>
    public static ClassicArguments Bind(string command, ReadOnlySpan<string> names, int required, ClassicCall call)
    {
        var bound = new ClassicArguments();
        if (call.Arguments.Count > names.Length)
            throw new ClassicException($"{command}() takes at most {names.Length} positional arguments but {call.Arguments.Count} were given");

        for (int i = 0; i < call.Arguments.Count; i++)
            bound._values.Add(names[i], call.Arguments[i]);
        foreach ((string name, JsonElement value) in call.Keywords)
        {
            if (!names.Contains(name))
                throw new ClassicException($"{command}() got an unexpected keyword argument '{name}'");
            if (!bound._values.TryAdd(name, value))
                throw new ClassicException($"{command}() got multiple values for argument '{name}'");
        }

        foreach (string name in names[..required])
        {
            if (!bound._values.ContainsKey(name))
                throw new ClassicException($"{command}() missing a required argument: '{name}'");
        }

        return bound;
    }

    /// <summary>An argument; <see langword="null"/> if it is not there, or nothing.</summary>
    public JsonElement? this[string name] => _values.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A whole number; <see langword="null"/> if it is something else: then it is the number of nothing that there is.</summary>
    public int? Number(string name) => this[name] is { } value ? ToNumber(value) : null;

    /// <summary>A text; <see langword="null"/> if it is something else.</summary>
    public string? Text(string name) => this[name] is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A whole number, which may be written with a fraction of zero; <see langword="null"/> if it is something else.</summary>
    public static int? ToNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number == Math.Floor(number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
}
