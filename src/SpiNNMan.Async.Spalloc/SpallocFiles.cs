using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Finds and reads the files of the field's own client: lines of KEY = VALUE or KEY: VALUE in the section [spalloc].</summary>
/// <remarks>Protocol: spalloc.md, "Files".</remarks>
internal static class SpallocFiles
{
    private const string Section = "spalloc";

    /// <summary>The word that stands for nothing.</summary>
    private const string None = "None";

    public static IReadOnlyList<string> Find(Func<string, string?> get)
    {
        if (OperatingSystem.IsWindows())
            return [InFolder(Environment.SpecialFolder.CommonApplicationData, Section, Section), InFolder(Environment.SpecialFolder.LocalApplicationData, Section, Section), "." + Section];

        if (OperatingSystem.IsMacOS())
            return ["/Library/Application Support/spalloc", InFolder(Environment.SpecialFolder.UserProfile, "Library", "Application Support", Section), "." + Section];

        string site = get("XDG_CONFIG_DIRS") is { Length: > 0 } folders ? folders.Split(':')[0] : "/etc/xdg";
        string user = get("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder : InFolder(Environment.SpecialFolder.UserProfile, ".config");
        return [Path.Combine(site, Section), Path.Combine(user, Section), "." + Section];
    }

    public static SpallocConfiguration Read(SpallocConfiguration all, string path, IEnumerable<string> lines)
    {
        bool isOurs = false;
        int number = 0;
        foreach (string whole in lines)
        {
            number++;
            string line = whole.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;

            if (line[0] == '[')
            {
                isOurs = string.Equals(line, $"[{Section}]", StringComparison.Ordinal);
                continue;
            }

            int separator = line.AsSpan().IndexOfAny('=', ':');
            if (isOurs && separator > 0)
                all = Set(all, line[..separator].TrimEnd().ToLowerInvariant(), line[(separator + 1)..].TrimStart(), string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}"));
        }

        return all;
    }

    private static SpallocConfiguration Set(SpallocConfiguration all, string key, string value, string where)
    {
        bool isNone = value.Length == 0 || string.Equals(value, None, StringComparison.OrdinalIgnoreCase);
        return key switch
        {
            "hostname" => all with { Host = isNone ? null : value },
            "port" => all with { Port = isNone ? null : ToInteger(value, 1, 65535, key, where) },
            "owner" => all with { Owner = isNone ? null : value },
            "keepalive" => all with { KeepAlive = isNone ? null : ToTime(value, key, where), KeepsForEver = isNone },
            "reconnect_delay" => all with { ReconnectDelay = isNone ? null : ToTime(value, key, where) },
            "timeout" => all with { Timeout = isNone ? null : ToTime(value, key, where) },
            "machine" => all with { Machine = isNone ? null : value },
            "tags" => all with { Tags = isNone ? null : value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) },
            "min_ratio" => all with { MinRatio = isNone ? null : ToNumber(value, 0, 1, key, where) },
            "max_dead_boards" => all with { MaxDeadBoards = isNone ? -1 : ToInteger(value, 0, int.MaxValue, key, where) },
            "max_dead_links" => all with { MaxDeadLinks = isNone ? -1 : ToInteger(value, 0, int.MaxValue, key, where) },
            "require_torus" => all with { RequireTorus = ToBoolean(value, key, where) },
            "ignore_version" => all with { IgnoreVersion = ToBoolean(value, key, where) },
            _ => all, // Others may be in the file for other programs.
        };
    }

    private static int ToInteger(string value, int least, int greatest, string key, string where) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= greatest
            ? number
            : throw new InvalidParameterException(key, value, $"it must be a whole number of {least} to {greatest} ({where})");

    private static double ToNumber(string value, double least, double greatest, string key, string where) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= greatest
            ? number
            : throw new InvalidParameterException(key, value, $"it must be a number of {least} to {greatest} ({where})");

    private static TimeSpan ToTime(string value, string key, string where) => TimeSpan.FromSeconds(ToNumber(value, 0.001, OptionChecks.LongestTime.TotalSeconds, key, where));

    private static bool ToBoolean(string value, string key, string where) => value.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => throw new InvalidParameterException(key, value, $"it must be True or False ({where})"),
    };

    private static string InFolder(Environment.SpecialFolder folder, params string[] parts) => Path.Combine([Environment.GetFolderPath(folder), .. parts]);
}
