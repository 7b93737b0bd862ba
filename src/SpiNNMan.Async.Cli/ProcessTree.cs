using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SpiNNMan.Async.Cli;

/// <summary>A process that was started, and all that it has started since.</summary>
/// <remarks>
/// The runtime's own way halts each process, looks through all of the computer for its children, and kills it: with hundreds that takes seconds, and who breaks it off leaves them halted. Here all are
/// looked for at once, those whose parents have ended by a variable that they inherit, and killed, until there are no more.
/// </remarks>
internal sealed class ProcessTree
{
    private const string Variable = "SPINNMAN_STARTED";
    private const int MostRounds = 100;

    private readonly Process _root;
    private readonly string _mark;

    private ProcessTree(Process root, string mark)
    {
        _root = root;
        _mark = mark;
    }

    /// <summary>Starts a process whose descendants can be told from all others.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static ProcessTree Start(Process process)
    {
        string value = Guid.NewGuid().ToString("N");
        process.StartInfo.Environment[Variable] = value;
        process.Start();
        return new ProcessTree(process, $"{Variable}={value}");
    }

    /// <summary>Kills all of them. The process does not end meanwhile.</summary>
    public void Kill()
    {
        using IDisposable gate = ExitGate.Close();
        if (!OperatingSystem.IsLinux())
        {
            if (!_root.HasExited)
                _root.Kill(entireProcessTree: true);

            return;
        }

        HashSet<int> known = [_root.Id];
        TryKill(_root.Id);
        for (int round = 0; round < MostRounds && KillNew(known); round++)
        {
            // One that was about to start another may have done so.
        }
    }

    /// <summary>Kills those that are not known yet.</summary>
    /// <returns>Whether there were any.</returns>
    private bool KillNew(HashSet<int> known)
    {
        (int Id, int Parent)[] all = [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(static name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(static id => id > 0).Select(static id => (id, ParentOf(id)))];
        ILookup<int, int> children = all.ToLookup(static process => process.Parent, static process => process.Id);
        var found = new Queue<int>(known.SelectMany(parent => children[parent]).Concat(all.Select(static process => process.Id).Where(IsMarked)).Where(id => !known.Contains(id)).Distinct());
        bool any = found.Count > 0;
        while (found.TryDequeue(out int id))
        {
            if (id == Environment.ProcessId || !known.Add(id))
                continue;

            TryKill(id);
            foreach (int child in children[id])
                found.Enqueue(child);
        }

        return any;
    }

    private static int ParentOf(int id)
    {
        // The parent is the second fact after the name in parentheses, which may hold anything.
        string stat = Read(id, "stat");
        string[] words = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int parent) ? parent : 0;
    }

    private bool IsMarked(int id) => Read(id, "environ").Contains(_mark, StringComparison.Ordinal);

    private static string Read(int id, string what)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{what}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is somebody else's.
            return "";
        }
    }

    private static void TryKill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }
}
