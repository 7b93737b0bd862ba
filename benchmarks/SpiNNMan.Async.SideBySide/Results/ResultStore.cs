using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpiNNMan.Async.SideBySide.Results;

/// <summary>The rows measured so far, beside the table that is made of them.</summary>
internal sealed class ResultStore(string folder)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private string DataPath => Path.Combine(folder, "side-by-side.json");

    public IReadOnlyList<RowResult> Read() =>
        File.Exists(DataPath) ? JsonSerializer.Deserialize<List<RowResult>>(File.ReadAllText(DataPath), s_json) ?? [] : [];

    /// <summary>Puts rows in the place of those that were there, and writes the table.</summary>
    public void Write(IReadOnlyList<RowResult> rows, string machine)
    {
        RowResult[] all = [.. Read().Where(old => rows.All(row => row.Number != old.Number)).Concat(rows).OrderBy(static row => row.Number)];
        Directory.CreateDirectory(folder);
        File.WriteAllText(DataPath, JsonSerializer.Serialize(all, s_json) + "\n");
        File.WriteAllText(Path.Combine(folder, "side-by-side.md"), Report.ToMarkdown(all, machine));
    }
}
