using System.Globalization;
using System.Xml;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>Durations as the REST service writes them: PT60S.</summary>
internal static class IsoDuration
{
    public static string Format(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"PT{duration.TotalSeconds:0.###}S");

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text))
            return false;

        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }
    }
}
