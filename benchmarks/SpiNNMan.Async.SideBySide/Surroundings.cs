using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.SideBySide;

/// <summary>What is measured, and on what.</summary>
internal static class Surroundings
{
    public static string Machine()
    {
        string processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? ""
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} processors ({processor}), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.");
    }

    /// <summary>The commit, with a + if anything differs from it.</summary>
    public static async Task<string> CommitAsync()
    {
        string commit = await GitAsync("rev-parse", "--short", "HEAD");
        string changes = await GitAsync("status", "--porcelain", "--", "src");
        return commit + (changes.Length > 0 ? "+" : "");
    }

    private static async Task<string> GitAsync(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("git cannot be started.");
        string output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        return output.Trim();
    }
}
