# None: the checkout is one by its form.
