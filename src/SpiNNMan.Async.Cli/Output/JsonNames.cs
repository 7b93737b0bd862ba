using System.Text.Json;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>How the values of enumerations are written in JSON: as the library names them, with a small letter first. Values without a name are numbers.</summary>
internal static class JsonNames
{
    /// <summary>The name of a value, as in <c>runTimeException</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
