using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SpiNNMan.Async.Cli.Processes;

/// <summary>A process that was started, with all its descendants.</summary>
/// <remarks>
/// <see cref="Process.Kill(bool)"/> halts each process, searches the whole computer for its children, and then kills it. With hundreds of processes this takes seconds, and an interruption leaves halted processes behind.
/// This class searches for all descendants at once and kills them, and repeats that until it finds no more. It recognises a process whose parent has ended by an environment variable that descendants inherit.
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

    /// <summary>Starts a process, and marks it so that its descendants can be recognised.</summary>
    /// <exception cref="Win32Exception">The process cannot be started.</exception>
    public static ProcessTree Start(Process process)
    {
        string value = Guid.NewGuid().ToString("N");
        process.StartInfo.Environment[Variable] = value;
        process.Start();
        return new ProcessTree(process, $"{Variable}={value}");
    }

    /// <summary>Kills the process and all its descendants. This process does not end before that is done.</summary>
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
            // A process may have started another one before it was killed.
        }
    }

    /// <summary>Kills the descendants that are not known yet, and adds them to the known ones.</summary>
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
        // The parent is the second word after the name. The name is in parentheses, and may itself have spaces and parentheses.
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
            // The process has ended, or belongs to another user.
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
            // The process has ended by itself.
        }
    }
}
