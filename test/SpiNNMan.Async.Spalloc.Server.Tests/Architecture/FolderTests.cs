using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Architecture;

/// <summary>Arrows between the folders of the service point down only, and nothing outgrows what one can read; see docs/architecture.md.</summary>
internal sealed class FolderTests
{
    private const string Folder = "src/SpiNNMan.Async.Spalloc.Server";
    private const string Root = "SpiNNMan.Async.Spalloc.Server";

    /// <summary>The folders from the lowest up. Each may use those before it.</summary>
    private static readonly string[] s_layers = ["Geometry", "Allocation", "Jobs", "Classic", "Tunnel", "Rest.Messages", "Rest"];

    [Test]
    public void A_folder_uses_only_those_below_it()
    {
        var wrong = SourceFolders.UsingsWithin(Folder, Root).Where(static use => Array.IndexOf(s_layers, use.To) > Array.IndexOf(s_layers, use.From));

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_folder_is_a_layer() =>
        Assert.That(SourceFolders.UsingsWithin(Folder, Root).SelectMany(static use => new[] { use.From, use.To }).Distinct(StringComparer.Ordinal), Is.SubsetOf(s_layers).And.SupersetOf(s_layers.SkipLast(2)));

    [Test]
    public void No_type_is_too_long() => Assert.That(SourceFolders.LongTypes(Folder), Is.Empty);

    [Test]
    public void No_folder_has_too_many_files() => Assert.That(SourceFolders.FullFolders(Folder), Is.Empty);
}
