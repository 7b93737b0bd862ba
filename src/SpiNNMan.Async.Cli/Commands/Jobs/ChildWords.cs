using System.Globalization;
using System.Text;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary>Puts a job's machine into the words of a command.</summary>
internal sealed class ChildWords(int jobId, JobMachine machine) : IDisposable
{
    /// <summary>The placeholders of a command.</summary>
    public const string Help = "{} in it is the host of its board at chip 0,0, {w} and {h} its width and height in chips, {ethernet_ips} a file with all hosts, {id} the number of the job.";

    private string? _file;

    /// <summary>A word with everything in its place.</summary>
    public string Fill(string word)
    {
        if (word.Contains("{ethernet_ips}", StringComparison.Ordinal))
            word = word.Replace("{ethernet_ips}", _file ??= WriteFile(), StringComparison.Ordinal);

        foreach ((string place, string value) in Places())
            word = word.Replace(place, value, StringComparison.Ordinal);

        return word;
    }

    /// <summary>Deletes the file with the hosts.</summary>
    public void Dispose()
    {
        if (_file is not null)
            File.Delete(_file);
    }

    /// <summary>The hosts of all boards as CSV, one a line.</summary>
    public static string HostsOf(JobMachine machine)
    {
        var lines = new StringBuilder("x,y,hostname\n");
        foreach (BoardHost host in machine.Hosts)
            lines.Append(CultureInfo.InvariantCulture, $"{host.Chip.X},{host.Chip.Y},{PrintableText.OfLine(host.Host)}\n");

        return lines.ToString();
    }

    private IEnumerable<(string Place, string Value)> Places()
    {
        string width = machine.Width.ToString(CultureInfo.InvariantCulture);
        string height = machine.Height.ToString(CultureInfo.InvariantCulture);
        return
        [
            ("{}", machine.RootHost), ("{hostname}", machine.RootHost), ("{w}", width), ("{width}", width), ("{h}", height), ("{height}", height),
            ("{id}", jobId.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private string WriteFile()
    {
        string path = Path.Combine(Path.GetTempPath(), $"spinnman-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, HostsOf(machine));
        return path;
    }
}
