using System.Diagnostics;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>The terminal of Wireshark, with our dissector.</summary>
internal static class Tshark
{
    /// <summary>The dissector.</summary>
    public static string Script { get; } = Repository.PathTo("docs", "wireshark", "spinnaker.lua");

    /// <summary>Reads a capture, and returns what is printed, by line. The test is ignored where tshark is not installed.</summary>
    public static async Task<string[]> ReadAsync(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo("tshark", ["-X", $"lua_script:{Script}", "-r", path, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        Process? tshark = null;
        try
        {
            tshark = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("tshark is not installed.");
        }

        using (tshark)
        {
            Task<string> errors = tshark!.StandardError.ReadToEndAsync();
            string text = await tshark.StandardOutput.ReadToEndAsync();
            await tshark.WaitForExitAsync();
            Assert.That(tshark.ExitCode, Is.Zero, await errors);
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
