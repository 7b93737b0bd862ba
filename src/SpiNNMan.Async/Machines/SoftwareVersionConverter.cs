namespace SpiNNMan.Async.Machines;

/// <summary>Reads a version from a configuration: <c>3.4.2</c>.</summary>
internal sealed class SoftwareVersionConverter() : PlaceConverter<SoftwareVersion>("major.minor.patch", 3)
{
    protected override char Separator => '.';

    protected override SoftwareVersion Make(int[] numbers) => new(numbers[0], numbers[1], numbers[2]);
}
