using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpiNNMan.Async.Conformance;

/// <summary>Runs the suites over vector files.</summary>
internal static class ConformanceRunner
{
    /// <summary>Checks every vector file in a folder and writes a line for each, one for each difference, and a last one with the sums.</summary>
    /// <returns>Whether there were files and nothing failed.</returns>
    public static bool Run(string folder, TextWriter output)
    {
        if (!Directory.Exists(folder))
        {
            output.WriteLine($"There is no folder {folder}");
            return false;
        }

        int passed = 0;
        int failed = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            FileReport report = RunFile(path);
            output.WriteLine(report);
            foreach (string failure in report.Failures)
                output.WriteLine($"  {failure}");

            foreach (string name in report.NotCovered)
                output.WriteLine($"  {name}: not covered");

            passed += report.Passed;
            failed += report.Failures.Count;
        }

        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0;
    }

    /// <summary>Checks one vector file.</summary>
    public static FileReport RunFile(string path)
    {
        string name = Path.GetFileName(path);
        if (Suites.NotCovered.Contains(name))
            return RunNotCovered(name, path);

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (Suites.Records.FirstOrDefault(suite => string.Equals(suite.FileName, name, StringComparison.Ordinal)) is { } suite)
                return RunRecords(name, suite, document.RootElement);

            if (Suites.Documents.FirstOrDefault(suite => string.Equals(suite.FileName, name, StringComparison.Ordinal)) is { } whole)
                return RunDocument(name, whole, document.RootElement);
        }
        catch (JsonException e)
        {
            return new FileReport(name, 1, [$"not JSON: {e.Message}"]);
        }

        return new FileReport(name, 1, ["no suite knows this file"]);
    }

    private static FileReport RunRecords(string name, IVectorSuite suite, JsonElement document)
    {
        if (!document.TryGetProperty("records", out JsonElement records) || records.ValueKind != JsonValueKind.Array)
            return new FileReport(name, 1, ["there are no records"]);

        var failures = new List<string>();
        var notCovered = new List<string>();
        foreach (JsonElement record in records.EnumerateArray())
        {
            bool isCovered = true;
            string? difference = Guard(() => (isCovered = suite.IsCovered(record)) ? CheckEachClass(suite, record) : null);
            if (difference is not null)
                failures.Add($"{NameOf(record)}: {difference}");
            else if (!isCovered)
                notCovered.Add(NameOf(record));
        }

        return new FileReport(name, records.GetArrayLength() - notCovered.Count, failures) { NotCovered = notCovered };
    }

    // Some records are about several classes at once: what they say must hold for each.
    private static string? CheckEachClass(IVectorSuite suite, JsonElement record)
    {
        if (!record.TryGetProperty("class", out JsonElement classes) || classes.ValueKind != JsonValueKind.Array)
            return suite.Check(record);

        var differences = new List<string>();
        foreach (JsonElement type in classes.EnumerateArray())
        {
            JsonObject one = JsonObject.Create(record) ?? [];
            one["class"] = type.GetString();
            if (suite.Check(JsonSerializer.SerializeToElement(one)) is { } difference)
                differences.Add($"{type}: {difference}");
        }

        return differences.Count == 0 ? null : string.Join("; ", differences);
    }

    // Nothing is skipped without being named.
    private static FileReport RunNotCovered(string name, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            string[] records = document.RootElement.TryGetProperty("records", out JsonElement all) ? [.. all.EnumerateArray().Select(NameOf)] : [];
            return new FileReport(name, 0, []) { IsCovered = false, NotCovered = records };
        }
        catch (JsonException e)
        {
            return new FileReport(name, 1, [$"not JSON: {e.Message}"]);
        }
    }

    private static string NameOf(JsonElement record) => record.TryGetProperty("name", out JsonElement text) ? text.ToString() : "(without a name)";

    private static FileReport RunDocument(string name, IDocumentSuite suite, JsonElement document)
    {
        int total = 0;
        var failures = new List<string>();
        string? broken = Guard(() =>
        {
            foreach ((string part, string? difference) in suite.Check(document))
            {
                total++;
                if (difference is not null)
                    failures.Add($"{part}: {difference}");
            }

            return null;
        });
        if (broken is not null)
        {
            total++;
            failures.Add(broken);
        }

        return new FileReport(name, total, failures);
    }

    // One record that a suite stumbles over must not hide the others.
    private static string? Guard(Func<string?> check)
    {
        try
        {
            return check();
        }
        catch (UnknownRecordException e)
        {
            return $"not known: {e.Message}";
        }
#pragma warning disable CA1031 // whatever it is, it is the result of this check
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"unexpected {e.GetType().Name}: {e.Message}";
        }
    }
}
