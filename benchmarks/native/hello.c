// The least that a program can do: what the start of spinnman is measured against.
#include <stdio.h>

int main(void)
{
    puts("hello");
    return 0;
}
