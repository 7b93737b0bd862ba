using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.Input;

/// <summary>Finds a boot image on this computer: the file that the user named, or the image of an installed Python SpiNNMan.</summary>
internal sealed class BootImageFinder(Terminal terminal)
{
    /// <summary>The environment variable that names an image.</summary>
    public const string Variable = "SPINNMAN_BOOT_IMAGE";

    /// <summary>The name of the generated image for virtual boards.</summary>
    public const string Virtual = "virtual";

    private const string ImageInPackage = "spinnman/messages/spinnaker_boot/boot_data/scamp.boot";

    /// <summary>Loads an image.</summary>
    /// <param name="named">The file the user named, <see cref="Virtual"/>, or <see langword="null"/> to look for one.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The image, and where it comes from.</returns>
    /// <exception cref="CommandFailedException">No image was found, or the file is not a boot image.</exception>
    public async Task<(BootImage Image, string Origin)> LoadAsync(string? named, CancellationToken cancellationToken)
    {
        if (named is Virtual)
            return (new BootImage(VirtualBootImage.Create()), Virtual);

        string path = named
            ?? Find()
            ?? throw new CommandFailedException(
                $"There is no boot image. Name one with --image FILE or in {Variable}. {BootImage.WhereToFindOne} A virtual board also takes --image {Virtual}.");
        return await ReadAsync(path, cancellationToken);
    }

    /// <summary>Loads an image, if there is one.</summary>
    /// <param name="named">The file the user named, <see cref="Virtual"/>, or <see langword="null"/> to look for one.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The image; <see langword="null"/> if the user named none and none was found.</returns>
    /// <exception cref="CommandFailedException">The file is not a boot image.</exception>
    public async Task<BootImage?> TryLoadAsync(string? named, CancellationToken cancellationToken) =>
        named is not null || Find() is not null ? (await LoadAsync(named, cancellationToken)).Image : null;

    private static async Task<(BootImage Image, string Origin)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (new BootImage(await InputFiles.ReadAsync(path, InputFiles.MostOfImage, "a boot image", cancellationToken)), path);
        }
        catch (InvalidParameterException exception)
        {
            throw new CommandFailedException($"{path} is no boot image: {exception.Message}", exception);
        }
    }

    private string? Find() => terminal.Variable(Variable) is { Length: > 0 } variable ? variable : FindInstalled();

    /// <summary>Finds the image of the first installed Python SpiNNMan. It looks at files only and runs no Python.</summary>
    private string? FindInstalled() => PackageDirectories()
        .Select(static directory => Path.Combine(directory, ImageInPackage))
        .FirstOrDefault(File.Exists);

    private IEnumerable<string> PackageDirectories()
    {
        foreach (string library in LibraryDirectories().Distinct(StringComparer.Ordinal).Where(Directory.Exists))
        {
            foreach (string python in Directory.EnumerateDirectories(library, "python3*").OrderDescending(StringComparer.Ordinal))
            {
                yield return Path.Combine(python, "site-packages");
                yield return Path.Combine(python, "dist-packages");
            }
        }
    }

    private IEnumerable<string> LibraryDirectories()
    {
        foreach (string variable in (string[])["VIRTUAL_ENV", "CONDA_PREFIX"])
        {
            if (terminal.Variable(variable) is { Length: > 0 } environment)
                yield return Path.Combine(environment, "lib");
        }

        if (terminal.Variable("HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".local", "lib");

        foreach (string directory in (terminal.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(Path.Combine(directory, "python3")))
                yield return Path.GetFullPath(Path.Combine(directory, "..", "lib"));
        }
    }
}
